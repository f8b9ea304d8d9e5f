import time

from generation.engines.base import Cancelled, Progress, RenderCancelled

REPORT_EVERY_S = 0.1


class Course:
    """How far a render is, told never backwards and seldom; and whether it is still wanted."""

    PREPARED = 0.02
    DENOISED = 0.75
    DECODED = 0.80
    ENCODED = 0.99

    def __init__(self, progress: Progress, cancelled: Cancelled) -> None:
        self._progress = progress
        self._cancelled = cancelled
        self._told = -1.0
        self._told_at = 0.0

    def reach(self, share: float) -> None:
        """Raises `RenderCancelled` once the render is no longer wanted."""
        self.go_on()
        self._tell(min(share, self.ENCODED))

    def go_on(self) -> None:
        if self._cancelled():
            raise RenderCancelled

    def within(self, start: float, end: float, share: float) -> None:
        self.reach(start + (end - start) * min(1.0, share))

    def finished(self) -> None:
        """Only once the file is there."""
        self._told_at = 0.0
        self._tell(1.0)

    def _tell(self, share: float) -> None:
        now = time.monotonic()
        if share > self._told and now - self._told_at >= REPORT_EVERY_S:
            self._progress(share)
            self._told, self._told_at = share, now
