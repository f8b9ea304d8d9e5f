from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lib.media.containers import opened
from lib.media.errors import MediaError, MediaFault

if TYPE_CHECKING:
    import numpy as np
    from av.video.frame import VideoFrame
    from numpy.typing import NDArray

# A frame that starts within this of the wanted time is that frame: time bases do not divide evenly.
TOLERANCE_S = 0.0005


@dataclass(frozen=True, slots=True)
class SampledFrame:
    """`image` is uint8, height x width x 3, RGB. `at_seconds` is the frame's own time."""

    index: int
    at_seconds: float
    image: NDArray[np.uint8]


def sampled_frames(
    path: Path, *, per_second: float, max_side: int | None = None
) -> Iterator[SampledFrame]:
    """The first frame at or after each k / per_second, one held at a time, shrunk to `max_side`."""
    if per_second <= 0:
        raise ValueError("per_second must be above zero")
    with closing(_decoded(path)) as frames:
        index = 0
        for frame in frames:
            if frame.time + TOLERANCE_S >= index / per_second:
                yield SampledFrame(index, frame.time, as_array(frame, max_side=max_side))
                index = max(index + 1, int((frame.time + TOLERANCE_S) * per_second) + 1)


def frames_at(
    path: Path, times: tuple[float, ...], *, max_side: int | None = None
) -> Iterator[SampledFrame]:
    """One frame per time (ascending): the last one shown at or before it."""
    wanted = 0
    with closing(_decoded(path)) as frames:
        shown: VideoFrame | None = None
        for frame in frames:
            while shown and wanted < len(times) and frame.time > times[wanted] + TOLERANCE_S:
                yield SampledFrame(wanted, shown.time, as_array(shown, max_side=max_side))
                wanted += 1
            if wanted == len(times):
                return
            shown = frame
    while shown and wanted < len(times):
        yield SampledFrame(wanted, shown.time, as_array(shown, max_side=max_side))
        wanted += 1


def as_array(frame: VideoFrame, *, max_side: int | None) -> NDArray[np.uint8]:
    scale = min(1.0, max_side / max(frame.width, frame.height)) if max_side else 1.0
    width, height = (max(2, round(side * scale)) for side in (frame.width, frame.height))
    image: NDArray[np.uint8] = frame.to_ndarray(format="rgb24", width=width, height=height)  # type: ignore[assignment]
    return image


def _decoded(path: Path) -> Generator[VideoFrame, None, None]:
    with opened(path) as container:
        if not container.streams.video:
            raise MediaError(MediaFault.NO_VIDEO)
        video = container.streams.video[0]
        video.codec_context.thread_count = 1
        yield from container.decode(video)
