from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lib.media.changes import Changes
from lib.media.containers import Readable, opened, pictures_of
from lib.media.errors import MediaError, MediaFault
from lib.media.limits import MAX_SECONDS, MAX_SIDE, MOST_FRAMES

if TYPE_CHECKING:
    import numpy as np
    from av.video.frame import VideoFrame
    from numpy.typing import NDArray

# A frame that starts within this of the wanted time is that frame: time bases do not divide evenly.
TOLERANCE_S = 0.0005
MICROSECONDS = 1_000_000


@dataclass(frozen=True, slots=True)
class SampledFrame:
    """`image` is uint8, height x width x 3, RGB, upright. `at_seconds` is the frame's own time.

    `index`: of the wanted times, the one that it stands for; of a change, the one before it.
    """

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


def shared_frames(
    film: Path | Readable, wishes: Sequence[FrameWish], *, changes: Changes | None = None
) -> Iterator[tuple[int, SampledFrame]]:
    """What `sampled_frames` gives for each wish, from one decode: (number of the wish, frame).

    With `changes`, all of them also get each frame at which the picture jumps. Ordered by time. A
    frame that nobody wants is not converted; one that several want at one size is converted once,
    and they share its array: it is not to be written on.
    """
    turns = [_Turns(wish) for wish in wishes]
    with closing(_decoded(film)) as frames:
        for frame in frames:
            due = [turn.is_due(frame.time) for turn in turns]
            if changes is not None and changes.jumps(frame) and not all(due):
                due = [True] * len(due) if changes.affordable(at_seconds=frame.time) else due
            images: dict[int | None, NDArray[np.uint8]] = {}
            for number, turn in enumerate(turns):
                if not due[number]:
                    continue
                side = turn.wish.max_side
                if side not in images:
                    images[side] = as_array(frame, max_side=side)
                at = max(0.0, frame.time)
                yield number, SampledFrame(turn.taken(frame.time), at, images[side])


class _Turns:
    """When it is one wish's turn."""

    def __init__(self, wish: FrameWish) -> None:
        self.wish = wish
        self._next = 0

    def is_due(self, at_seconds: float) -> bool:
        return at_seconds + TOLERANCE_S >= self._next / self.wish.per_second

    def taken(self, at_seconds: float) -> int:
        """The index of a frame that is given, in its turn or out of it."""
        if not self.is_due(at_seconds):
            return self._next - 1
        index = self._next
        self._next = max(index + 1, self.wish.index_after(at_seconds))
        return index


def frames_at(
    path: Path,
    times: tuple[float, ...],
    *,
    max_side: int | None = None,
    go_on: Callable[[], None] | None = None,
) -> Iterator[SampledFrame]:
    """One frame per time (ascending): the last one shown at or before it.

    With `go_on`, which is asked at each frame that is decoded and whose exceptions go through, it
    begins at the last key frame before them all; only for films of our own, for elsewhere an index
    may lie.
    """
    wanted = 0
    begin = times[0] if times and go_on else 0.0
    with closing(_decoded(path, begin=begin)) as frames:
        shown: VideoFrame | None = None
        for frame in frames:
            if go_on:
                go_on()
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
    """As a player shows it: turned as the film says."""
    import numpy as np

    scale = min(1.0, max_side / max(frame.width, frame.height)) if max_side else 1.0
    width, height = (max(2, round(side * scale)) for side in (frame.width, frame.height))
    image: NDArray[np.uint8] = frame.to_ndarray(format="rgb24", width=width, height=height)  # type: ignore[assignment]
    quarters = round(frame.rotation / 90) % 4
    # Rows of some widths are padded, and dlib's network takes no such picture.
    return np.ascontiguousarray(np.rot90(image, quarters) if quarters else image)


def _decoded(film: Path | Readable, *, begin: float = 0.0) -> Generator[VideoFrame, None, None]:
    """Raises MediaError at the first frame that is too large, too late, one too many, or timeless:
    what a film says of itself in its index is not what it holds."""
    with opened(film) as container:
        video = pictures_of(container)
        video.codec_context.thread_count = 1
        _refuse_large(video.codec_context.width, video.codec_context.height)
        if begin > 0:
            container.seek(int(begin * MICROSECONDS))
        count = -1
        for count, frame in enumerate(container.decode(video)):
            _refuse_large(frame.width, frame.height)
            if frame.time is None:
                raise MediaError(MediaFault.UNREADABLE)
            if count >= MOST_FRAMES or frame.time > MAX_SECONDS:
                raise MediaError(MediaFault.TOO_LONG)
            yield frame
        # A film of which nothing is shown (an edit list may hide all) was not looked at.
        if count < 0:
            raise MediaError(MediaFault.NO_VIDEO)


def _refuse_large(width: int, height: int) -> None:
    if max(width, height) > MAX_SIDE:
        raise MediaError(MediaFault.TOO_LARGE)
