"""How far somebody's word as a reporter goes: what was found of earlier reports, old ones less."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from enforcement.limits import TRUST_HALF_LIFE
from enforcement.models.weighed import Weighed


@dataclass(frozen=True, slots=True)
class Trust:
    """`share`: 0 to 1, the chance that a report is right by Laplace's rule of succession, 0.5 of
    somebody unknown. `agreed` and `disagreed` are decayed to now."""

    agreed: float
    disagreed: float

    @property
    def share(self) -> float:
        return (self.agreed + 1) / (self.agreed + self.disagreed + 2)


def trust_of(row: Weighed | None, *, now: datetime | None = None) -> Trust:
    """Of somebody who reports; None for somebody of whom nothing is known."""
    if row is None:
        return Trust(0.0, 0.0)
    left = decay(row.as_of, now or timezone.now())
    return Trust(row.agreed * left, row.disagreed * left)


def decay(since: datetime, now: datetime) -> float:
    """What is left of a count after this time: half after each TRUST_HALF_LIFE."""
    return float(0.5 ** (max(0.0, (now - since).total_seconds()) / TRUST_HALF_LIFE.total_seconds()))
