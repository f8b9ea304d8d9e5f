"""How far a render is, never falling, however the server counts."""

from __future__ import annotations

from generation.engines.base import Cancelled, Progress
from generation.engines.pace import Telling
from generation.engines.remote.clock import Clock
from generation.engines.remote.videos import Seen, Status

QUEUED = 0.02
DRAWN = 0.9  # from here on the film is ours to write


class Steps(Telling):
    MOST = 0.999

    def __init__(self, progress: Progress, cancelled: Cancelled, clock: Clock) -> None:
        super().__init__(progress, cancelled, now=clock.now)
        self._tell(0.0)

    def seen(self, job: Seen) -> None:
        """What the server says of itself; a job that waits is hardly begun."""
        share = 0.0 if job.status == Status.QUEUED else job.share
        self._tell(QUEUED + share * (DRAWN - QUEUED))

    def written(self, share: float) -> None:
        """Of our own film."""
        self._tell(min(DRAWN + share * (1 - DRAWN), self.MOST))
