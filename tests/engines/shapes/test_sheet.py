"""The picture beside the card: what lies and what stands in blocks of their own, without gaps."""

import numpy as np

from generation.engines.diffusers.shapes.measuring.sheet import sheet

LYING, STANDING = (48, 80), (80, 48)


def test_clips_of_one_shape_stand_together_and_leave_no_gap() -> None:
    sizes = [LYING, STANDING] * 3
    clips = [("", np.full((16, *size, 3), 0.5, np.float32)) for size in sizes]
    picture = np.asarray(sheet(clips).convert("L"))
    lying, standing = picture[:236], picture[236:]
    assert picture.shape == (236 + 182, 2 * 816)
    assert (lying[60, :800] < 255).any()
    assert (lying[60, 830:1600] < 255).any()
    assert [bool((standing[60, 496 * n : 496 * n + 480] < 255).any()) for n in range(3)] == [
        True, True, True
    ]  # fmt: skip
    assert (standing[60, 1488:] == 255).all()
