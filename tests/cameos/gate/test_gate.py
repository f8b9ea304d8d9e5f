"""A human being is found however they are held, and nothing that breaks reads as nobody."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PIL import Image

from cameos.gate import People, look_for_people
from lib.faces.embedding import embeddings
from tests.cameos.gate.pictures import array, object_picture, person, turned, with_person

HIDDEN: dict[str, Callable[[], Image.Image]] = {
    "as they stand": person,
    "on their side": lambda: turned(person(), 90),
    "upside down": lambda: turned(person(), 180),
    "on the other side": lambda: turned(person(), 270),
    "askew": lambda: turned(person(), 45),
    "a poster on the wall": lambda: with_person(0.6, (300, 300), framed=True),
    "small": lambda: with_person(0.4, (300, 300)),
}


@pytest.mark.parametrize("how", HIDDEN)
def test_somebody_is_found_and_nobody_is_recognised(how: str) -> None:
    with embeddings() as made:
        found = look_for_people([array(object_picture((96, 96))), array(HIDDEN[how]())])
    assert found.people is People.FOUND
    assert made.count == 0


def test_a_thing_is_nobody_and_that_is_no_proof() -> None:
    found = look_for_people([array(object_picture())])
    assert (found.people, found.partial, found.pictures) == (People.NONE_FOUND, True, 1)


def test_what_breaks_has_found_nothing_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(image: Any) -> Any:
        raise RuntimeError("somebody's face")

    monkeypatch.setattr("lib.faces.detecting.detect", broken)
    assert look_for_people([array(object_picture())]).people is People.NOT_ASSESSED


def test_where_nothing_was_looked_at_nobody_knows() -> None:
    assert look_for_people([]).people is People.NOT_ASSESSED


def test_a_detector_that_finds_late_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, ...]] = []

    def last(image: Any) -> list[object]:
        seen.append(image.shape)
        return [object()] if len(seen) == 16 else []

    monkeypatch.setattr("lib.faces.detecting.detect", last)
    blank = np.zeros((10, 20, 3), np.uint8)
    assert look_for_people([blank, blank]).people is People.FOUND
    assert (20, 10, 3) in seen, "also on its side"
