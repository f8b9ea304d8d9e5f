"""While a worker waits for a video nobody deletes it; once that worker is dead, somebody does."""

from __future__ import annotations

from datetime import UTC, datetime

from generation.engines.remote import owed
from generation.engines.remote.clock import Clock
from generation.engines.remote.owed import Debt
from generation.engines.remote.place import Place

# Longer than any silence between two looks of a wait: one call, or one piece of a film.
SECONDS = 90.0
RENEW_EVERY_S = SECONDS / 4


class Held:
    """To be noted as owed before anything else is done, and held on to by each `beat`."""

    def __init__(self, place: Place, video: str, clock: Clock) -> None:
        self._clock = clock
        self._renewed_at = clock.now()
        self.debt = Debt(place.name, place.server, video, since=datetime.now(UTC))

    def note(self) -> None:
        owed.note(self.debt, seconds=SECONDS)

    def beat(self) -> None:
        """Cheap; called about once a second."""
        if self._clock.now() - self._renewed_at >= RENEW_EVERY_S:
            owed.hold(self.debt, seconds=SECONDS)
            self._renewed_at = self._clock.now()
