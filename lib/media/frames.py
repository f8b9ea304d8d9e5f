from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
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


@dataclass(frozen=True, slots=True)
class FrameWish:
    """How many frames a second somebody wants, and how large (longer side in pixels) at most."""

    per_second: float
    max_side: int | None = None

    def __post_init__(self) -> None:
        if self.per_second <= 0:
            raise ValueError("per_second must be above zero")

    def index_after(self, at_seconds: float) -> int:
        """Of the wanted times k / per_second the first that has not come by then."""
        return int((at_seconds + TOLERANCE_S) * self.per_second) + 1


def sampled_frames(
    path: Path, *, per_second: float, max_side: int | None = None
) -> Iterator[SampledFrame]:
    """The first frame at or after each k / per_second, one held at a time, shrunk to `max_side`."""
    for _, frame in shared_frames(path, (FrameWish(per_second, max_side),)):
        yield frame


def shared_frames(path: Path, wishes: Sequence[FrameWish]) -> Iterator[tuple[int, SampledFrame]]:
    """What `sampled_frames` gives for each wish, from one decode: (number of the wish, frame).

    Ordered by time. A frame that nobody wants is not converted; one that several want at one size
    is converted once, and they share its array: it is not to be written on.
    """
    wanted = [0] * len(wishes)
    with closing(_decoded(path)) as frames:
        for frame in frames:
            sizes: dict[int | None, NDArray[np.uint8]] = {}
            for number, wish in enumerate(wishes):
                index = wanted[number]
                if frame.time + TOLERANCE_S < index / wish.per_second:
                    continue
                wanted[number] = max(index + 1, wish.index_after(frame.time))
                if wish.max_side not in sizes:
                    sizes[wish.max_side] = as_array(frame, max_side=wish.max_side)
                yield number, SampledFrame(index, frame.time, sizes[wish.max_side])


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
