"""From a model's frames to a film's: rate and size, without any model."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from generation.engines.base import EngineError, Reference, RenderRequest, Size
from generation.engines.diffusers.course import Course
from generation.engines.diffusers.film.heard import Heard
from generation.engines.diffusers.film.retiming import retimed
from generation.engines.diffusers.film.scaling import scaled
from generation.engines.diffusers.film.writing import write_film
from generation.engines.words import worded
from tests.engines.diffusers.studio import SQUARE, Watcher


def moving(frames: int, *, step: int = 4) -> Any:
    """A bright square that goes to the right over a dim, uneven ground."""
    rng = np.random.default_rng(3)
    ground = rng.integers(0, 60, (48, 80, 3), np.uint8)
    clip = np.stack([ground] * frames)
    for number, frame in enumerate(clip):
        frame[16:32, 4 + number * step : 20 + number * step] = 240
    return clip


def centre(frame: Any) -> float:
    columns = (frame[..., 0] > 150).sum(0)
    return float((columns * np.arange(columns.size)).sum() / columns.sum())


@pytest.mark.parametrize(
    ("frames", "fps", "seconds"),
    [(25, 6, 4), (24, 6, 4), (17, 16, 1), (25, 24, 1), (24, 24, 1), (65, 16, 4)],
)
def test_a_clip_of_any_rate_gives_exactly_its_seconds(frames: int, fps: int, seconds: int) -> None:
    clip = np.random.default_rng(1).integers(0, 255, (frames, 48, 80, 3), np.uint8)
    out = list(retimed(clip, fps=fps, seconds=seconds))
    assert len(out) == 24 * seconds
    assert all(frame.shape == (48, 80, 3) and frame.dtype == np.uint8 for frame in out)
    assert np.array_equal(out[0], clip[0])


def test_frames_at_the_rate_of_the_film_are_left_as_they_are() -> None:
    clip = moving(25, step=2)
    assert np.array_equal(np.stack(list(retimed(clip, fps=24, seconds=1))), clip[:24])


def test_what_moves_is_shown_between_and_not_twice() -> None:
    """Fading from one frame to the next would show two pale squares at the quarter."""
    out = list(retimed(moving(7), fps=6, seconds=1))
    places = [centre(frame) for frame in out]
    assert np.allclose(places, 11.5 + np.arange(24), atol=0.7)
    sharp = [(frame[24, :, 0] > 150).sum() for frame in out]
    assert min(sharp) >= 14
    assert max(sharp) <= 18


def test_a_clip_that_ends_early_is_slowed_down_and_never_stands() -> None:
    out = list(retimed(moving(6), fps=6, seconds=1))
    places = [centre(frame) for frame in out]
    assert len(out) == 24
    assert min(np.diff(places)) > 0.3


@pytest.mark.parametrize("size", [Size.LANDSCAPE, Size.TALL])
def test_a_small_frame_fills_the_size_without_being_stretched(size: Size) -> None:
    side = 40
    frame = np.zeros((80, 80, 3), np.uint8)
    frame[20:60, 20:60] = 255
    large = scaled(frame, size)
    assert large.shape == (size.height, size.width, 3)
    row, column = large[size.height // 2, :, 0] > 127, large[:, size.width // 2, 0] > 127
    longer = max(size.width, size.height)
    assert abs(row.sum() - side * longer / 80) <= 2
    assert abs(column.sum() - side * longer / 80) <= 2


def test_a_clip_that_is_too_short_is_no_film(tmp_path: Path) -> None:
    with pytest.raises(EngineError) as failed:
        _written(tmp_path / "film.mp4", frames=23)
    assert (failed.value.code, failed.value.permanent) == ("film_too_short", True)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_gone_is_a_fault_that_may_pass(tmp_path: Path) -> None:
    with pytest.raises(EngineError) as failed:
        _written(tmp_path / "gone" / "film.mp4", frames=24)
    assert (failed.value.code, failed.value.permanent) == ("storage_unwritable", False)


def _written(path: Path, *, frames: int) -> None:
    watcher = Watcher(path)
    write_film(
        path, moving(frames, step=2), Heard(), request=RenderRequest("", SQUARE, 1, 1), fps=24,
        threads=1, course=Course(watcher.progress, watcher.cancelled),
    )  # fmt: skip


def _person(handle: str) -> Reference:
    return Reference((Path("x.png"),), handle)


def test_no_model_is_told_a_handle() -> None:
    people = (_person("moon_fan"), _person("bo"))
    prompt = "@Moon_Fan waves at @bo, \uff20bob stays and a moon_fan turns"
    told = worded(prompt, people)
    assert told == (
        "the first person waves at the second person, someone stays and a moon_fan turns"
    )
    assert worded("@bo runs", people[1:]) == "the person runs"
    assert worded("@bo waves at @moon_fan and \uff20bo", people[1:]) == (
        "the person waves at someone and the person"
    )
    assert worded("a cat for @bo", ()) == "a cat for someone"
    assert worded("a cat", ()) == "a cat"
