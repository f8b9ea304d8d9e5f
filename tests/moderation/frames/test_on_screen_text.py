import socket
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NoReturn

import numpy as np
import pytest

from lib.media.frames import SampledFrame
from moderation.detectors import on_screen_text
from moderation.detectors.on_screen_text.changes import has_changed
from moderation.detectors.on_screen_text.detector import TextSession
from moderation.detectors.on_screen_text.reader import Reader, Unreadable, reader
from moderation.inspection import inspect_film
from tests.moderation.frames.detectors import Ears
from tests.moderation.frames.films import UPLOADED, Picture, film, lettered


@dataclass
class Script(Reader):
    """Reads what it is told to, and counts how often it is asked."""

    readings: list[str]
    asked: int = 0

    def read(self, image: Picture) -> str:
        self.asked += 1
        return self.readings[self.asked - 1]


def shown(session: TextSession, *images: Picture) -> list[tuple[str, float, float]]:
    for number, image in enumerate(images):
        session.look(SampledFrame(number, 2.0 * number, image))
    return session.texts()


def test_a_picture_that_did_not_change_is_read_once() -> None:
    script = Script(["soup", "bread", "soup"])
    one, other = lettered("soup"), lettered("bread")
    texts = shown(TextSession(script), one, one, other, one)
    assert script.asked == 3
    assert texts == [("soup", 0.0, 6.0), ("bread", 4.0, 4.0)]


def test_readings_that_differ_in_spaces_and_capitals_are_one_text() -> None:
    images = [lettered(word) for word in ("a", "b", "c")]
    texts = shown(TextSession(Script(["Hot soup", "HOTSOUP", ""])), *images)
    assert texts == [("Hot soup", 0.0, 2.0)]


def test_a_very_long_text_comes_in_pieces_that_detectors_take() -> None:
    texts = shown(TextSession(Script(["x" * 20_000])), lettered("x"))
    assert [len(text) for text, _, _ in texts] == [8_000, 8_000, 4_000]


def test_one_small_word_that_is_swapped_is_a_change() -> None:
    assert has_changed(lettered("we sell tea", size=13), lettered("we sell tin", size=13))
    noise = np.random.default_rng(3).integers(-3, 4, (360, 640, 3))
    noisy = np.clip(lettered("tea") + noise, 0, 255).astype(np.uint8)
    assert not has_changed(lettered("tea"), noisy)


@pytest.mark.parametrize(
    "result", [SimpleNamespace(boxes=[1]), "nan"], ids=["boxes alone", "a score that is NaN"]
)
def test_words_that_were_seen_and_not_read_are_a_failure(result: Any) -> None:
    from rapidocr.utils.output import RapidOCROutput

    if result == "nan":
        result = RapidOCROutput(txts=("soup",), scores=(float("nan"),))
    with pytest.raises(Unreadable):
        Reader(lambda _image: result).read(lettered("soup"))


def test_a_film_whose_words_could_not_be_read_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first frame is read, the second is not: what the first said does not stand for all."""
    path = film(tmp_path / "f.mp4", [(lettered("soup"), 2.0), (lettered("bread"), 1.0)])
    script = Script(["soup"])
    monkeypatch.setattr(on_screen_text.detector, "reader", lambda: script)
    found = inspect_film(path, source=UPLOADED, detectors=[on_screen_text.build()], listener=Ears())
    assert found.on_screen is None
    ((surface, answer),) = found.answers
    assert (surface, answer.coverage) == (on_screen_text.OnScreenText.surface, {})


@pytest.mark.slow
def test_words_are_read_with_their_times_and_without_a_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_network(*_: Any) -> NoReturn:
        raise AssertionError("somebody asked for a network")

    reader.cache_clear()
    monkeypatch.setattr(socket.socket, "connect", no_network)
    monkeypatch.setattr(socket, "getaddrinfo", no_network)
    scenes = [
        (lettered("Fresh bread daily", "from our ovens"), 4.0),
        (lettered(), 2.0),
        (lettered("Open at 7 on Sundays"), 2.0),
    ]
    found = inspect_film(
        film(tmp_path / "f.mp4", scenes),
        source=UPLOADED, detectors=[on_screen_text.build()], listener=Ears(),
    )  # fmt: skip
    assert found.on_screen == [
        ("Fresh bread daily from our ovens", 0.0, 2.0),
        ("Open at 7 on Sundays", 6.0, 6.0),
    ]
    assert found.answers == []
