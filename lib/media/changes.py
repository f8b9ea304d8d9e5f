"""Where the picture of a film jumps: cuts, flashes, a single foreign frame."""

from __future__ import annotations

from collections import deque
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from av.video.frame import VideoFrame
    from numpy.typing import NDArray

    Cells = NDArray[np.float32]

CELLS = 16  # a side
POINTS = 4  # a side of each cell
# All in levels of 255, of the eighth of the cells that differ most from the frame before.
# H.264 noise stays below 4.
SMALLEST = 14.0
OVER_THE_USUAL = 2.5  # times the median of the last frames: motion goes on, a cut does not
WHOLE = 70.0  # a cut whatever came before, so that flicker hides nothing
REMEMBERED = 12
# Looks beyond the regular ones: so many at once, and so many a second of film.
AT_ONCE = 12.0
A_SECOND = 4.0
EIGHT_BIT_PLANES = frozenset(f"yuv{j}{kind}p" for j in ("", "j") for kind in (420, 422, 444))


class Changes:
    """Tells for each frame of one film, in order, whether it must be looked at out of turn.

    A film that jumps more often than anybody could look at is not looked at each time:
    `missed` counts those, and whoever relied on all being seen has seen only some.
    """

    def __init__(self) -> None:
        self.missed = 0
        self._before: Cells | None = None
        self._usual: deque[float] = deque(maxlen=REMEMBERED)
        self._looks = AT_ONCE
        self._at = 0.0

    def jumps(self, frame: VideoFrame) -> bool:
        """True where the picture is suddenly another one than that of the frame before."""
        cells = _cells(frame)
        before, self._before = self._before, cells
        if before is None:
            return False
        score = _difference(before, cells)
        usual = median(self._usual) if self._usual else 0.0
        self._usual.append(score)
        return score >= SMALLEST and (score >= WHOLE or score >= OVER_THE_USUAL * usual)

    def affordable(self, *, at_seconds: float) -> bool:
        """Takes one look from those that are left; False, and counted, where none is."""
        passed = max(0.0, at_seconds - self._at)
        self._looks = min(AT_ONCE, self._looks + A_SECOND * passed)
        self._at = max(self._at, at_seconds)
        if self._looks < 1.0:
            self.missed += 1
            return False
        self._looks -= 1.0
        return True


def _difference(before: Cells, after: Cells) -> float:
    """The mean over the eighth that changed most, so that a part of the picture is enough."""
    import numpy as np

    apart = np.abs(before - after).max(axis=0).reshape(-1)
    most = apart.size // 8
    return float(np.partition(apart, -most)[-most:].mean())


def _cells(frame: VideoFrame) -> Cells:
    """3 x CELLS x CELLS: brightness and both colours, each the mean of a few points."""
    import numpy as np

    if frame.format.name in EIGHT_BIT_PLANES:
        planes = [_plane(frame, number) for number in range(3)]
    else:
        small = frame.reformat(CELLS * POINTS, CELLS * POINTS, "yuv444p")
        planes = list(small.to_ndarray())
    return np.stack([_means(plane) for plane in planes])


def _plane(frame: VideoFrame, number: int) -> NDArray[np.uint8]:
    import numpy as np

    plane = frame.planes[number]
    rows = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)  # type: ignore[call-overload]
    whole: NDArray[np.uint8] = rows[: plane.height, : plane.width]
    return whole


def _means(plane: NDArray[np.uint8]) -> NDArray[np.float32]:
    import numpy as np

    side = CELLS * POINTS
    rows, columns = (np.arange(side) * length // side for length in plane.shape)
    points = plane[np.ix_(rows, columns)].reshape(CELLS, POINTS, CELLS, POINTS)
    means: NDArray[np.float32] = points.mean(axis=(1, 3), dtype=np.float32)
    return means
