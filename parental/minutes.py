"""How long a teen watched, for those who read days in numbers."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, date, datetime
from math import ceil
from uuid import UUID

from accounts.models import WatchedTime


def of_days(person_id: UUID, start: datetime, stop: datetime) -> Mapping[date, int]:
    """Minutes of each day in UTC, as `accounts.safeguards.watching` counts them, to the quarter of
    an hour that has begun before `stop`. One query."""
    rows = WatchedTime.objects.filter(person=person_id, quarter__gte=start, quarter__lt=stop)
    clock: dict[date, int] = defaultdict(int)
    played: dict[date, int] = defaultdict(int)
    for quarter, minutes, seconds in rows.values_list("quarter", "minutes", "seconds"):
        day = quarter.astimezone(UTC).date()
        clock[day] += minutes.bit_count()
        played[day] += seconds
    return {day: max(clock[day], ceil(played[day] / 60)) for day in clock}
