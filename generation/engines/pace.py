import time

from generation.engines.base import Cancelled, Progress, RenderCancelled

REPORT_EVERY_S = 0.1
ASK_EVERY_FRAMES = 6


class Pace:
    """Tells how far a render is and asks whether it is still wanted, neither of them too often."""

    def __init__(self, *, total_frames: int, progress: Progress, cancelled: Cancelled) -> None:
        self._total = total_frames
        self._progress = progress
        self._cancelled = cancelled
        self._told = -1.0
        self._told_at = 0.0

    def before_frame(self, number: int) -> None:
        """Raises `RenderCancelled` once the render is no longer wanted."""
        if number % ASK_EVERY_FRAMES == 0:
            self.stop_if_cancelled()
        self._tell(number / self._total)

    def stop_if_cancelled(self) -> None:
        if self._cancelled():
            raise RenderCancelled

    def finished(self) -> None:
        self._told_at = 0.0
        self._tell(1.0)

    def _tell(self, share: float) -> None:
        now = time.monotonic()
        if share > self._told and now - self._told_at >= REPORT_EVERY_S:
            self._progress(share)
            self._told, self._told_at = share, now
