"""Enrolment with a real vault and gallery; what models would see is said by the test."""

from collections.abc import Callable
from dataclasses import dataclass, field
from math import cos, sin
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cameos.challenge.failures import Failure
from cameos.challenge.film import Shape
from cameos.challenge.fingerprints import Fingerprint
from cameos.challenge.judging import Judgement, Presentation, Scores
from cameos.enrolment import judging, kept_film, replays
from cameos.vault.template import Template
from lib.faces.base import Band, TemplateMark, Thresholds
from lib.faces.presentation import AttackAnswer
from lib.media.errors import MediaError, MediaFault
from tests.cameos.enrolment.steps import App
from tests.client import Api

MARK = TemplateMark("tests", "1", 8)
MATCH, GREY = 0.6, 0.7
BETWEEN = 0.66  # radians: a distance of 0.65, neither the same nor another
FAR = 2.0


class Kind:
    """Models that no test of rules needs: their answers stand in `Sight`."""

    mark, points = MARK, 5
    thresholds = Thresholds(MATCH, GREY, "tests")


class Models:
    """Stands in for the challenge's."""

    kind = Kind()


@dataclass
class Sight:
    """What is found in the next recording. `face`: an angle; faces are as far as angles are."""

    failures: tuple[Failure, ...] = ()
    attack: AttackAnswer = AttackAnswer.NOT_ASSESSED
    age: Band = Band.NOT_ASSESSED
    face: float = 0.0
    unreadable: bool = False
    breaks: bool = False
    pictures: tuple[bytes, ...] = ()
    looked: list[Path] = field(default_factory=list)
    embedded: int = 0


class Broken(Exception):
    """A model that fails."""


@pytest.fixture
def sight(vault: None, monkeypatch: pytest.MonkeyPatch) -> Sight:
    seen = Sight()

    def judge(path: Path, challenge: Any, models: Any) -> Judgement:
        seen.looked.append(path)
        if seen.breaks:
            raise Broken
        if seen.unreadable:
            raise MediaError(MediaFault.UNREADABLE)
        return Judgement(
            seen.failures,
            Scores(Shape(8.0, 480, 30.0, 1000, 1), MARK),
            Presentation(seen.attack, None, "tests", "1"),
            seen.age,
            None,
        )

    def templates(path: Path, kind: Any) -> list[Template]:
        seen.embedded += 1
        values = np.zeros(MARK.dims, np.float32)
        values[:2] = cos(seen.face), sin(seen.face)
        return [Template(MARK, values)]

    def fingerprint(path: Path) -> Fingerprint:
        return Fingerprint(str(path), seen.pictures)

    monkeypatch.setattr(judging, "judge_film", judge)
    monkeypatch.setattr(replays, "fingerprint", fingerprint)
    monkeypatch.setattr(judging, "templates_of", templates)
    monkeypatch.setattr(judging, "models", Models)
    # What apps send here is no film; test_sealed_sound.py sends one.
    monkeypatch.setattr(kept_film, "pictures_alone_apart", lambda path: path.open("rb"))
    return seen


@pytest.fixture
def app(api: Api, creator: Any, media_dir: Path) -> App:
    return App(api, creator)


@pytest.fixture
def app_of(api: Api, media_dir: Path) -> Callable[[Any], App]:
    """A phone of their own for anybody."""

    def phone(person: Any) -> App:
        return App(api, person, {"X-Device-Id": f"phone-of-{person.pk}"})

    return phone
