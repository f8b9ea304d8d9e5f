"""Hours of the week as spans of time, where somebody is.

A window begins at the first moment at which the wall clock has reached its start, and ends at the
last after which the clock never again shows less than its end. So where clocks go back, a window
that touches the repeated hour holds through both passes; where they go forward, what does not
exist is left out, and a window that begins or ends in the gap does so at the jump.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from accounts.safeguards.windows import pieces

HORIZON = timedelta(days=8)  # a week and a day: whatever lasts longer has no end
MINUTE = timedelta(minutes=1)
ONE_DAY = timedelta(days=1)
# Not places: what a machine calls its own zone, and marks for software.
NO_PLACES = frozenset({"localtime", "posixrules", "Factory"})

Span = tuple[datetime, datetime]


@cache
def zone_names() -> frozenset[str]:
    """IANA's names, of the database that this machine has."""
    return frozenset(available_timezones()) - NO_PLACES


@dataclass(frozen=True, slots=True)
class Place:
    """A time zone, and until when it counts; None: for good."""

    zone: str
    until: datetime | None = None


UNSAID = "UTC"  # what counts of whoever has not said where they are
NOWHERE = (Place(UNSAID),)


def running_until(minutes: int, places: Iterable[Place], at: datetime) -> datetime | None:
    """When the hours that hold at `at` end, in any of these places; None while none hold. What
    has no end is said to end after HORIZON."""
    return next((end for start, end in _spans(minutes, places, at) if start <= at < end), None)


def next_start(minutes: int, places: Iterable[Place], at: datetime) -> datetime | None:
    """When hours begin next after `at`; None where there are none within HORIZON."""
    return next((start for start, _ in _spans(minutes, places, at) if start > at), None)


def day_began(places: Iterable[Place], at: datetime) -> datetime:
    """The beginning of the local day; of the day that began first, where two places count."""
    return min(_midnight(zone, at, 0) for zone in _counting(places, at))


def day_ends(places: Iterable[Place], at: datetime) -> datetime:
    """When the local day is over in all places that count."""
    return max(_midnight(zone, at, 1) for zone in _counting(places, at))


def _spans(minutes: int, places: Iterable[Place], at: datetime) -> list[Span]:
    """Merged, in order; those that could hold at `at`, and later ones."""
    if not minutes:
        return []
    found = [span for place in places for span in _in_place(minutes, place, at)]
    return list(_merged(sorted(found)))


def _in_place(minutes: int, place: Place, at: datetime) -> Iterator[Span]:
    zone = ZoneInfo(place.zone)
    today = at.astimezone(zone).date()
    runs = list(pieces(minutes))
    for offset in range(-2, HORIZON.days + 1):
        day = today + timedelta(days=offset)
        for run in runs:
            if run.day == day.weekday():
                begins = datetime.combine(day, time()) + run.start * MINUTE
                span = (
                    first_reached(begins, zone),
                    finally_past(begins + run.minutes * MINUTE, zone),
                )
                if place.until is not None:
                    span = span[0], min(span[1], place.until)
                if span[0] < span[1]:
                    yield span


def _merged(spans: Iterable[Span]) -> Iterator[Span]:
    held: Span | None = None
    for start, end in spans:
        if held and start <= held[1]:
            held = held[0], max(held[1], end)
            continue
        if held:
            yield held
        held = start, end
    if held:
        yield held


def first_reached(wall: datetime, zone: ZoneInfo) -> datetime:
    """The first moment at which the clock of `zone` shows `wall` (without a zone) or later."""
    first, second = _both(wall, zone)
    return first if first <= second else _jump(second, first, zone)


def finally_past(wall: datetime, zone: ZoneInfo) -> datetime:
    """The moment from which on that clock shows `wall` or later for good."""
    first, second = _both(wall - MINUTE, zone)
    return second + MINUTE if first <= second else _jump(second, first, zone)


def _both(wall: datetime, zone: ZoneInfo) -> Span:
    """By the offset before and after a change of clocks (PEP 495); the same without one, and the
    wrong way round for what no clock shows."""
    before, after = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    return before, after


def _jump(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """The moment between two at which the offset of `zone` changes, to the second."""
    after = high.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
        if middle.astimezone(zone).utcoffset() == after:
            high = middle
        else:
            low = middle
    return high


def _counting(places: Iterable[Place], at: datetime) -> list[ZoneInfo]:
    return [ZoneInfo(place.zone) for place in places if place.until is None or at < place.until]


def _midnight(zone: ZoneInfo, at: datetime, days: int) -> datetime:
    """Of the local day of `at`, or of a later one. Where clocks go back over midnight, a day
    begins at its first pass."""
    day: date = at.astimezone(zone).date() + timedelta(days=days)
    return first_reached(datetime.combine(day, time()), zone)
