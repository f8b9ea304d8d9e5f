import time
from collections.abc import Callable

from generation.engines.base import Cancelled, Progress, RenderCancelled

REPORT_EVERY_S = 0.1
# Each question goes to the database. What takes longer has it asked before and after.
ASK_EVERY_S = 0.25
NEVER = float("-inf")


class Telling:
    """How far a render is, told never backwards and seldom; and whether it is still wanted, asked
    seldom too. `now`: seconds from anywhere, never falling."""

    MOST = 1.0  # before it is finished

    def __init__(
        self, progress: Progress, cancelled: Cancelled, *, now: Callable[[], float] | None = None
    ) -> None:
        self._progress = progress
        self._cancelled = cancelled
        self._now = now or time.monotonic
        self._told = -1.0
        self._told_at = NEVER
        self._asked_at = NEVER

    def reach(self, share: float) -> None:
        """Raises `RenderCancelled` once the render is no longer wanted."""
        self.go_on()
        self._tell(min(share, self.MOST))

    def go_on(self) -> None:
        if self._now() - self._asked_at >= ASK_EVERY_S:
            self.stop_if_cancelled()

    def stop_if_cancelled(self) -> None:
        """However lately it was asked."""
        if self._cancelled():
            raise RenderCancelled
        self._asked_at = self._now()

    def finished(self) -> None:
        """Only once the file is there."""
        self._told_at = NEVER
        self._tell(1.0)

    def _tell(self, share: float) -> None:
        now = self._now()
        if share > self._told and now - self._told_at >= REPORT_EVERY_S:
            self._progress(share)
            self._told, self._told_at = share, now


class Pace(Telling):
    """Frame by frame."""

    def __init__(self, *, total_frames: int, progress: Progress, cancelled: Cancelled) -> None:
        super().__init__(progress, cancelled)
        self._total = total_frames

    def before_frame(self, number: int) -> None:
        """Raises `RenderCancelled` once the render is no longer wanted."""
        self.reach(number / self._total)
