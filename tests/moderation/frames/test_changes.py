"""A single foreign frame, wherever it stands, is looked at."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from lib.media.changes import Changes
from lib.media.frames import FrameWish, shared_frames
from lib.media.writer import Mp4Writer
from moderation.answers import Coverage
from moderation.categories import Category
from moderation.inspection import inspect_film
from tests.media import pictures
from tests.moderation.frames.detectors import Ears, Probe
from tests.moderation.frames.films import FPS, HEIGHT, UPLOADED, WIDTH

FRAMES = 4 * FPS


def spliced(path: Path, odd: NDArray[np.uint8], *, at: int, drift: float = 0.002) -> Path:
    """Four seconds in which something moves, and one frame (42 ms) that is another picture."""
    with Mp4Writer(path, width=WIDTH, height=HEIGHT, fps=FPS) as film:
        for number in range(FRAMES):
            film.write_frame(
                odd if number == at else pictures.shapes(HEIGHT, WIDTH, shift=drift * number)
            )
    return path


def looked_at(path: Path, per_second: float) -> list[float]:
    probe = Probe(max_side=64, per_second=per_second)
    inspect_film(path, source=UPLOADED, detectors=[probe], listener=Ears())
    return probe.times


@pytest.mark.parametrize("at", [1, 7, 25, 50, 77, FRAMES - 1])
def test_one_odd_frame_is_looked_at_wherever_it_stands(tmp_path: Path, at: int) -> None:
    path = spliced(tmp_path / "f.mp4", pictures.noise(HEIGHT, WIDTH), at=at)
    assert round(at / FPS, 3) in [round(time, 3) for time in looked_at(path, per_second=2.0)]


def test_an_odd_part_of_a_frame_is_enough(tmp_path: Path) -> None:
    odd = pictures.shapes(HEIGHT, WIDTH, shift=0.1)
    odd[20:84, 40:130] = pictures.noise(64, 90)
    path = spliced(tmp_path / "f.mp4", odd, at=51)
    assert round(51 / FPS, 3) in [round(time, 3) for time in looked_at(path, per_second=2.0)]


def test_a_frame_of_the_same_brightness_in_other_colours_is_odd(tmp_path: Path) -> None:
    """Grey of 54 and pure red have one luma (BT.709); each is a film without a shape in it."""
    path = tmp_path / "f.mp4"
    grey, red = np.full((64, 64, 3), 54, np.uint8), np.zeros((64, 64, 3), np.uint8)
    red[..., 0] = 254
    with Mp4Writer(path, width=64, height=64, fps=FPS) as film:
        for number in range(FPS):
            film.write_frame(red if number == 17 else grey)
    assert round(17 / FPS, 3) in [round(time, 3) for time in looked_at(path, per_second=2.0)]


def test_steady_motion_costs_no_further_looks(tmp_path: Path) -> None:
    path = spliced(tmp_path / "f.mp4", pictures.shapes(HEIGHT, WIDTH), at=0, drift=0.004)
    assert len(looked_at(path, per_second=2.0)) == 8


def test_noise_of_a_camera_costs_no_further_looks(tmp_path: Path) -> None:
    path, chance = tmp_path / "f.mp4", np.random.default_rng(5)
    still = pictures.shapes(HEIGHT, WIDTH).astype(np.int16)
    with Mp4Writer(path, width=WIDTH, height=HEIGHT, fps=FPS) as film:
        for _ in range(2 * FPS):
            noisy = still + chance.integers(-12, 13, still.shape)
            film.write_frame(np.clip(noisy, 0, 255).astype(np.uint8))
    assert len(looked_at(path, per_second=2.0)) == 4


@pytest.fixture(scope="module")
def flicker(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two pictures by turns, 24 times a second: more jumps than anybody looks at."""
    path = tmp_path_factory.mktemp("films") / "flicker.mp4"
    one, other = pictures.noise(HEIGHT, WIDTH), 255 - pictures.noise(HEIGHT, WIDTH)
    with Mp4Writer(path, width=WIDTH, height=HEIGHT, fps=FPS) as film:
        for number in range(FRAMES):
            film.write_frame(one if number % 2 else other)
    return path


def test_flicker_is_not_looked_at_without_end_and_says_so(flicker: Path) -> None:
    changes = Changes()
    seen = sum(1 for _ in shared_frames(flicker, [FrameWish(2.0, 32)], changes=changes))
    assert seen < FRAMES / 2
    assert seen + changes.missed == FRAMES


def test_who_was_not_shown_all_jumps_has_assessed_only_a_part(flicker: Path) -> None:
    found = inspect_film(flicker, source=UPLOADED, detectors=[Probe()], listener=Ears())
    ((_, answer),) = found.answers
    assert answer.coverage == {Category.VIOLENCE: Coverage.PARTIAL}
    assert [hit.score for hit in answer.hits] == [0.25]


def test_one_at_a_time_is_held(flicker: Path) -> None:
    """Whoever asks for the next frame has let go of the one before."""
    import weakref

    gone = []
    for _, frame in shared_frames(flicker, [FrameWish(24.0)], changes=Changes()):
        gone.append(weakref.ref(frame.image))
        del frame
        assert sum(ref() is not None for ref in gone) <= 2
