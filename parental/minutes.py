"""How long a teen watched, for those who read days in numbers."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, date
from math import ceil
from uuid import UUID

from accounts.models import WatchedTime
from parental.activity import midnight


def of_days(person_id: UUID, start: date, stop: date) -> Mapping[date, int]:
    """Minutes of each day in UTC, as `accounts.safeguards.watching` counts them. One query."""
    span = (midnight(start), midnight(stop))
    rows = WatchedTime.objects.filter(person=person_id, quarter__gte=span[0], quarter__lt=span[1])
    clock: dict[date, int] = defaultdict(int)
    played: dict[date, int] = defaultdict(int)
    for quarter, minutes, seconds in rows.values_list("quarter", "minutes", "seconds"):
        day = quarter.astimezone(UTC).date()
        clock[day] += minutes.bit_count()
        played[day] += seconds
    return {day: max(clock[day], ceil(played[day] / 60)) for day in clock}
