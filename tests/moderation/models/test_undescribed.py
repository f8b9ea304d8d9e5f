"""Frames that nobody described: the rest of a film must not read as described (law 1)."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from moderation.detectors.captions.detector import MOST_DESCRIBED, Captions
from moderation.inspection import Inspection, inspect_film
from tests.media import pictures
from tests.moderation.frames.detectors import Ears
from tests.moderation.frames.films import HEIGHT, UPLOADED, WIDTH, film


def inspected(path: Path, monkeypatch: pytest.MonkeyPatch) -> Inspection:
    model: Any = SimpleNamespace(describe=lambda image: "a thing")
    monkeypatch.setattr("moderation.detectors.captions.detector.loaded", lambda *_: model)
    detector = Captions(path.parent, "cpu", "1")
    return inspect_film(path, source=UPLOADED, detectors=[detector], listener=Ears())


def with_cuts(path: Path, count: int) -> Path:
    """So many cuts in its first seconds, and a long quiet rest."""
    one, other = pictures.shapes(HEIGHT, WIDTH), pictures.noise(HEIGHT, WIDTH)
    scenes = [(other if number % 2 else one, 0.25) for number in range(count)]
    return film(path, [*scenes, (scenes[-1][0], 4.0)])


def test_a_film_of_more_scenes_than_are_described_is_not_described(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = inspected(with_cuts(tmp_path / "f.mp4", MOST_DESCRIBED + 2), monkeypatch)
    assert found.described is None
    assert found.failed == {"captions"}


def test_cuts_that_can_be_described_are_and_the_rest_with_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = inspected(with_cuts(tmp_path / "f.mp4", 6), monkeypatch)
    assert found.described is not None
    times = [start for _, start, _ in found.described]
    assert {0.0, 0.25, 0.5, 0.75, 1.0, 1.25} <= set(times)
    assert max(times) >= 4.0
