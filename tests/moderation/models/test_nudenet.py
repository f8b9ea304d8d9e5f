"""The adapter; the package itself is an operator's extra. NUDENET_FOLDER names a place where it
was unpacked, and then the real one is asked too."""

import os
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lib.media.frames import SampledFrame
from moderation.answers import Answer, BrokenAnswer, Coverage
from moderation.categories import Category
from moderation.detectors import nudenet
from moderation.detectors.nudenet.detector import CLASSES, HARMLESS, Session, UnknownClass
from moderation.detectors.weights import Unusable
from tests.media import pictures

FOLDER = os.environ.get("NUDENET_FOLDER", "")


class Engine:
    """Answers what it is told, and keeps what it was shown."""

    def __init__(self, *found: tuple[str, float]) -> None:
        self.found = [{"class": name, "score": score, "box": [0, 0, 1, 1]} for name, score in found]
        self.seen: Any = None

    def detect(self, image: Any) -> list[dict[str, Any]]:
        self.seen = image
        return self.found


def answer_of(engine: Any) -> Answer:
    session = Session(nudenet.NudeNet(version="test"), engine)
    red = np.zeros((8, 8, 3), np.uint8)
    red[..., 0] = 255
    session.look(SampledFrame(0, 1.5, red))
    ((_, answer),) = session.answer()
    return answer


@pytest.mark.parametrize(
    ("name", "raw", "score"),
    [
        ("FEMALE_GENITALIA_EXPOSED", 0.5, 0.85),
        ("MALE_GENITALIA_EXPOSED", 0.25, 0.5),
        ("BUTTOCKS_EXPOSED", 0.5, 0.5),
        ("FEMALE_BREAST_COVERED", 0.9, 0.3),
    ],
)
def test_classes_have_their_scores(name: str, raw: float, score: float) -> None:
    hit = answer_of(Engine((name, raw))).hits[-1]
    assert (hit.term, hit.start_s) == (name, 1.5)
    assert hit.score == pytest.approx(score)


def test_nothing_seen_is_a_score_of_nothing_and_bare_skin_is_not_all() -> None:
    answer = answer_of(Engine(("FACE_FEMALE", 0.99), ("BELLY_EXPOSED", 0.9)))
    assert [hit.score for hit in answer.hits] == [0.0]
    assert answer.coverage == {Category.SEXUAL: Coverage.PARTIAL}


def test_it_is_shown_what_opencv_would_read() -> None:
    engine = Engine()
    answer_of(engine)
    assert engine.seen[0, 0].tolist() == [0, 0, 255]


def test_a_class_that_nobody_weighed_and_a_score_that_is_none_are_failures() -> None:
    with pytest.raises(UnknownClass):
        answer_of(Engine(("NEW_CLASS", 0.9)))
    with pytest.raises(BrokenAnswer):
        answer_of(Engine(("BUTTOCKS_EXPOSED", float("nan"))))


@pytest.mark.skipif("nudenet" in sys.modules, reason="the package is there")
def test_without_the_package_it_cannot_be_had() -> None:
    with pytest.raises(Unusable, match="not installed"):
        nudenet.build()


@pytest.mark.slow
@pytest.mark.skipif(
    not FOLDER, reason="NUDENET IS NOT TESTED: NUDENET_FOLDER names no unpacked package"
)
def test_the_real_one_sees_nothing_in_shapes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(FOLDER).resolve()))
    from nudenet import nudenet as package

    assert set(vars(package)["__labels"]) == CLASSES.keys() | HARMLESS
    session = nudenet.build().begin(None)  # type: ignore[arg-type]
    for number, picture in enumerate((pictures.shapes(), pictures.noise(), pictures.flat())):
        session.look(SampledFrame(number, float(number), picture))
    ((_, answer),) = session.answer()
    # It takes a pattern for covered or bare skin now and then, and is not sure of it.
    assert max(hit.score for hit in answer.hits) < 0.5
    assert answer.version == "nudenet-3.4.2"
