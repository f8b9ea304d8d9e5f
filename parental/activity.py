"""What a guardian and a teen read of the teen's days: numbers, never things (R6).

Rooms to the right say what they count; each counter answers with numbers of days in UTC.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Count as Number
from django.db.models import QuerySet
from django.db.models.functions import TruncDate

LONGEST = 31  # days

# Of a person, from a moment on and before another: how many on each day in UTC; days without any
# are absent.
Counter = Callable[[UUID, datetime, datetime], Mapping[date, int]]


class Count(StrEnum):
    """What is counted."""

    MINUTES = "minutes"
    FILMS_MADE = "films_made"
    FILMS_SHOWN = "films_shown"


_counters: dict[Count, Counter] = {}


@dataclass(frozen=True, slots=True)
class Day:
    """One day in UTC."""

    day: date
    minutes: int
    films_made: int
    films_shown: int


def register(count: Count, counter: Counter) -> None:
    """Called once, in `AppConfig.ready()`. Raises ValueError for what is counted already."""
    if _counters.setdefault(count, counter) is not counter:
        raise ValueError(f"{count} is counted already")


def per_day(rows: QuerySet[Any], field: str, start: datetime, stop: datetime) -> dict[date, int]:
    """How many of `rows` have `field` on each day from `start` on and before `stop`. One query."""
    span = {f"{field}__gte": start, f"{field}__lt": stop}
    days = rows.filter(**span).annotate(day=TruncDate(field, tzinfo=UTC)).values("day")
    return dict(days.annotate(number=Number("pk")).order_by().values_list("day", "number"))


def days_of(person_id: UUID, *, days: int, until: datetime | None = None) -> list[Day]:
    """The last `days` days, today last. After the moment `until` nothing is counted."""
    today = datetime.now(UTC).date()
    first, end = today - timedelta(days=days - 1), _midnight(today + timedelta(days=1))
    stop = min(end, until) if until else end
    counted = {
        count: _counters[count](person_id, _midnight(first), stop) if count in _counters else {}
        for count in Count
    }
    listed = [first + timedelta(days=number) for number in range(days)]
    return [
        Day(one, **{count.value: counted[count].get(one, 0) for count in Count}) for one in listed
    ]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)
