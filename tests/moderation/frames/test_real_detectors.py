"""The set that workers use, over films of the engine that draws."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from generation.engines.base import RenderRequest, Size
from generation.engines.registry import get_engine
from lib.faces.looking import faces_in_film
from lib.media.frames import sampled_frames
from lib.media.pdq import pdq
from moderation.answers import Coverage, merged_coverage
from moderation.categories import Category, Surface
from moderation.detectors.base import Source
from moderation.detectors.hashes import BankEntry
from moderation.inspection import default_frame_detectors, inspect_film
from tests.media import pictures
from tests.moderation.frames.detectors import Ears

ENTRY = BankEntry("1", pdq(pictures.noise()).hex, Category.CHILD_SAFETY, 100)
OTHER = BankEntry("2", pdq(pictures.noise()[::-1]).hex, Category.SEXUAL, 100)


def test_the_set_is_made_once_for_a_bank_and_anew_for_another() -> None:
    first = default_frame_detectors([ENTRY])
    again = default_frame_detectors([ENTRY])
    assert all(one is other for one, other in zip(again, first, strict=True))
    bank_of = {each.name: each.version for each in default_frame_detectors([ENTRY, OTHER])}
    assert bank_of["hash_bank"] != first[0].version
    turned = default_frame_detectors([OTHER, ENTRY])
    assert {each.name: each.version for each in turned} == bank_of


def test_the_rooms_import_nothing_heavy() -> None:
    """The web process imports them."""
    heavy = ["numpy", "av", "PIL", "cv2", "dlib", "onnxruntime", "rapidocr"]
    heavy += ["torch", "transformers", "faster_whisper", "ctranslate2", "nudenet"]
    names = ["moderation.inspection", "lib.faces.looking", "lib.media.pdq", "lib.media.frames"]
    names += ["generation.work.inspecting", "moderation.listening.whisper", "config.health.lacks"]
    code = (
        f"import sys, django; django.setup(); import {', '.join(names)};"
        f"print(sorted(sys.modules.keys() & set({heavy})))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.slow
@pytest.mark.parametrize("size", [Size.PORTRAIT, Size.LANDSCAPE])
def test_a_drawn_film_is_read_judged_and_has_no_face(tmp_path: Path, size: Size) -> None:
    engine, path = get_engine("sketch"), tmp_path / "film.mp4"
    prompt = "two snowmen and a robot wait in the city, happy together"
    engine.render(
        RenderRequest(prompt, size, 4, 5),
        into=path, progress=lambda _share: None, cancelled=lambda: False,
    )  # fmt: skip
    source = Source(engine.capabilities.draws)
    found = inspect_film(
        path, source=source, detectors=default_frame_detectors([ENTRY]), listener=Ears()
    )
    read = " ".join(text for text, _, _ in found.on_screen or []).lower()
    assert set(re.findall(r"\w+", prompt)) <= set(re.findall(r"\w+", read))
    coverage = merged_coverage(
        answer for surface, answer in found.answers if surface is Surface.FRAME
    )
    assert {key for key, value in coverage.items() if value is Coverage.ASSESSED} == {
        *(Category.SEXUAL, Category.VIOLENCE, Category.SELF_HARM)
    }
    assert coverage[Category.CHILD_SAFETY] is Coverage.PARTIAL
    assert faces_in_film(path) == []


@pytest.mark.slow
def test_a_copy_of_a_film_at_half_its_size_is_known_again(tmp_path: Path) -> None:
    """Compressed again at half the width and height, as people share films."""
    from lib.media.writer import Mp4Writer

    original, copy = tmp_path / "original.mp4", tmp_path / "copy.mp4"
    with Mp4Writer(original, width=640, height=360) as film:
        for number in range(48):
            film.write_frame(pictures.noise(360, 640) // 2 + pictures.shapes(
                360, 640, shift=number / 400
            ) // 2)  # fmt: skip
    with Mp4Writer(copy, width=320, height=180) as film:
        for frame in sampled_frames(original, per_second=24, max_side=320):
            film.write_frame(frame.image)
    banked = pdq(next(sampled_frames(original, per_second=1)).image)
    entry = BankEntry("seen", banked.hex, Category.VIOLENCE, banked.quality)
    found = inspect_film(
        copy, source=Source(None), detectors=default_frame_detectors([entry])[:1], listener=Ears()
    )
    assert [hit.term for _, answer in found.answers for hit in answer.hits] == ["seen"]
