"""When something that holds for a time is over, as people read it: what ends is lifted by a sweep,
so nobody is told an earlier moment than that; in UTC, as every time that we tell."""

from datetime import UTC, datetime, timedelta
from math import ceil

from django.utils import timezone

# Such sweeps come by every minute; the rest is for one that is late. Ours.
LIFTED_WITHIN = timedelta(minutes=5)
STEP = timedelta(minutes=5)


def told(ends: datetime, *, lifted: datetime | None = None) -> datetime:
    """What is said of something that ends at `ends`, in whole steps; later where the sweep was.
    `lifted`: when it was over; None while it holds."""
    said = _rounded(ends + LIFTED_WITHIN)
    if lifted is not None:
        return max(said, _rounded(lifted))
    now = timezone.now()
    return said if now <= said else _rounded(now + LIFTED_WITHIN)


def _rounded(at: datetime) -> datetime:
    """Up to the next step."""
    seconds = STEP.total_seconds()
    return datetime.fromtimestamp(ceil(at.timestamp() / seconds) * seconds, UTC)
