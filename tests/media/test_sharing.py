from pathlib import Path

import numpy as np
import pytest
from av import VideoFrame
from numpy.typing import NDArray

from lib.media import frames
from lib.media.frames import FrameWish, sampled_frames, shared_frames

WISHES = (FrameWish(2.0, 32), FrameWish(7.3, 48), FrameWish(0.5), FrameWish(2.0, 48))


def test_each_wish_gets_what_it_would_get_alone(clip: Path) -> None:
    shared: dict[int, list[frames.SampledFrame]] = {}
    for number, frame in shared_frames(clip, WISHES):
        shared.setdefault(number, []).append(frame)
    for number, wish in enumerate(WISHES):
        alone = list(sampled_frames(clip, per_second=wish.per_second, max_side=wish.max_side))
        together = shared[number]
        assert [(each.index, each.at_seconds) for each in together] == [
            (each.index, each.at_seconds) for each in alone
        ]
        assert all(np.array_equal(a.image, b.image) for a, b in zip(together, alone, strict=True))


def test_a_frame_is_converted_once_for_each_size_that_is_wanted(
    clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    converted: list[tuple[float, int | None]] = []
    convert = frames.as_array

    def noting(frame: VideoFrame, *, max_side: int | None) -> NDArray[np.uint8]:
        converted.append((frame.time, max_side))
        return convert(frame, max_side=max_side)

    monkeypatch.setattr(frames, "as_array", noting)
    wishes = [FrameWish(2.0, 32), FrameWish(2.0, 32), FrameWish(1.0, 16)]
    assert len(list(shared_frames(clip, wishes))) == 4 + 4 + 2
    assert converted == [
        (0.0, 32), (0.0, 16), (0.5, 32), (1.0, 32), (1.0, 16), (1.5, 32),
    ]  # fmt: skip


def test_frames_come_in_the_order_of_the_film(clip: Path) -> None:
    times = [frame.at_seconds for _, frame in shared_frames(clip, WISHES)]
    assert times == sorted(times)


@pytest.mark.parametrize("per_second", [0.0, -1.0])
def test_a_wish_for_no_frames_is_refused(per_second: float) -> None:
    with pytest.raises(ValueError, match="above zero"):
        FrameWish(per_second)
