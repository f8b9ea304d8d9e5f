"""How far a render is, never falling, however the server counts."""

from __future__ import annotations

import time

from generation.engines.base import Progress
from generation.engines.remote.videos import Seen, Status

QUEUED = 0.02
DRAWN = 0.9  # from here on the film is ours to write
EVERY_S = 0.1


class Steps:
    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._told = -1.0
        self._told_at = 0.0
        self._tell(0.0)

    def seen(self, job: Seen) -> None:
        """What the server says of itself; a job that waits is hardly begun."""
        share = 0.0 if job.status == Status.QUEUED else job.share
        self._tell(QUEUED + share * (DRAWN - QUEUED))

    def written(self, share: float) -> None:
        """Of our own film. Always below 1."""
        self._tell(DRAWN + min(share, 0.99) * (1 - DRAWN))

    def finished(self) -> None:
        self._told_at = 0.0
        self._tell(1.0)

    def _tell(self, share: float) -> None:
        now = time.monotonic()
        if share > self._told and now - self._told_at >= EVERY_S:
            self._progress(share)
            self._told, self._told_at = share, now
