"""How long somebody watched today, counted by the server in quarters of an hour of UTC.

Two measures, of which the greater counts: minutes of the clock in which they asked for something
to watch (apps also say once a minute that somebody watches), and the playing time of what they
were served; a page that is loaded again within minutes was served once. Whoever fetches pages
ahead is counted by the second, whoever lets one film run by the first. A day is counted from local
midnight in every zone that counts (clock.py), so that a change of zone hides no minute that was
watched.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil

from django.db import connection
from django.utils import timezone

from accounts.models import User, WatchedTime
from accounts.safeguards.clock import day_began, day_ends
from accounts.safeguards.layers import Safeguards
from accounts.safeguards.limits import Limit

QUARTER = timedelta(minutes=15)
KEPT = timedelta(days=35)  # ours: what a guardian sees of the last month
MOST_SECONDS = 24 * 3600  # of one quarter; beyond it nothing more is learned

_ADD = """
INSERT INTO accounts_watchedtime AS had (person_id, quarter, minutes, seconds)
VALUES (%s, %s, %s, %s)
ON CONFLICT (person_id, quarter) DO UPDATE SET
    minutes = had.minutes | excluded.minutes,
    seconds = LEAST(had.seconds + excluded.seconds, %s)
"""


@dataclass(frozen=True, slots=True)
class Watched:
    """Minutes of today, of how many (None: no limit), and when the day is over."""

    minutes: int
    most: int | None
    until: datetime

    @property
    def is_over(self) -> bool:
        """Whether nothing is left of today."""
        return self.most is not None and self.minutes >= self.most


def add(
    person: User, limits: Safeguards, *, seconds: float = 0, at: datetime | None = None
) -> None:
    """They asked for something to watch now, which plays for `seconds`. Nothing is kept of adults
    without a limit. One statement, so that requests at once lose nothing."""
    if person.is_adult and limits.value(Limit.DAILY_MINUTES) is None:
        return
    now = (at or timezone.now()).astimezone(UTC)
    quarter = now.replace(minute=now.minute // 15 * 15, second=0, microsecond=0)
    bit = 1 << now.minute % 15
    played = min(ceil(seconds), MOST_SECONDS)
    with connection.cursor() as cursor:
        cursor.execute(_ADD, [person.pk, quarter, bit, played, MOST_SECONDS])


def watched(person: User, limits: Safeguards, *, at: datetime | None = None) -> Watched:
    """Today so far. One query, and none where no minutes are limited."""
    now = at or timezone.now()
    most = limits.value(Limit.DAILY_MINUTES)
    until = day_ends(limits.places, now)
    if most is None:
        return Watched(0, None, until)
    return Watched(minutes_between(person, day_began(limits.places, now), now), most, until)


def minutes_between(person: User, start: datetime, end: datetime) -> int:
    """Minutes that they watched in the quarters that begin within a span. One query."""
    rows = WatchedTime.objects.filter(
        person=person, quarter__gte=_quarter_of(start), quarter__lte=end
    )
    found = list(rows.values_list("minutes", "seconds"))
    by_clock = sum(minutes.bit_count() for minutes, _ in found)
    return max(by_clock, ceil(sum(seconds for _, seconds in found) / 60))


def forget_old() -> int:
    """Delete what is older than KEPT; how many rows that were."""
    gone, _ = WatchedTime.objects.filter(quarter__lt=timezone.now() - KEPT).delete()
    return gone


def _quarter_of(moment: datetime) -> datetime:
    """Where a day begins within a quarter, the whole quarter is its."""
    return moment - (moment - datetime(2000, 1, 1, tzinfo=UTC)) % QUARTER
