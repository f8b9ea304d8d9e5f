"""More frames a second than the model makes, along the motion between its frames."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from generation.engines.base import FPS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Clip = NDArray[np.uint8]

CLOSE = 1e-6


def retimed(clip: Clip, *, fps: int, seconds: int) -> Iterator[Clip]:
    """Exactly seconds * 24 frames. A clip that ends early is slowed down by its last interval."""
    wanted = seconds * FPS
    pace = min(fps / FPS, (len(clip) - 1) / (wanted - 1))
    between: _Between | None = None
    for number in range(wanted):
        at = number * pace
        before = min(int(at + CLOSE), len(clip) - 1)
        share = at - before
        if share < CLOSE or before == len(clip) - 1:
            yield clip[before]
            continue
        if between is None or between.before != before:
            between = _Between(clip, before)
        yield between.at(share)


class _Between:
    """Two neighbours, and how each point of one moves to the other (dense inverse search)."""

    def __init__(self, clip: Clip, before: int) -> None:
        import numpy as np

        cv2 = _vision()
        self.before = before
        self._ends = clip[before], clip[before + 1]
        grey = [cv2.cvtColor(end, cv2.COLOR_RGB2GRAY) for end in self._ends]
        flow = cv2.DISOpticalFlow_create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
        self._onward = flow.calc(grey[0], grey[1], None)
        self._back = flow.calc(grey[1], grey[0], None)
        height, width = grey[0].shape
        self._grid = np.stack(np.meshgrid(np.arange(width), np.arange(height)), -1).astype("f4")

    def at(self, share: float) -> Clip:
        """Each end moved to the moment between, the nearer one counting more."""
        earlier = self._moved(0, -share * self._onward)
        later = self._moved(1, -(1 - share) * self._back)
        mixed: Clip = _vision().addWeighted(earlier, 1 - share, later, share, 0)
        return mixed

    def _moved(self, end: int, by: Any) -> Clip:
        cv2 = _vision()
        places = self._grid + by
        moved: Clip = cv2.remap(
            self._ends[end], places, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
        return moved


def _vision() -> Any:
    """OpenCV's stubs leave out the flow, and know no kinds of numbers."""
    import cv2

    return cv2
