"""Ages: bands from dates, and the one band that holds when signals disagree."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db.models import Q

from accounts.models.ages import ASSURANCE, PROTECTIVENESS, AgeBand, AgeSource

YOUNGEST = 13  # the system card's floor, and COPPA's: 16 CFR 312.2
OF_AGE = 18
EARLIEST_BIRTH = date(1900, 1, 1)


def today() -> date:
    """The day it is in UTC, by which birthdays are counted."""
    return datetime.now(UTC).date()


def years_before(day: date, years: int) -> date:
    """The last date of birth that has reached `years` on `day`; 29 February counts 1 March."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def band_of(birth_date: date | None, *, on: date | None = None) -> AgeBand:
    """The band of a date of birth on a day (today)."""
    if birth_date is None:
        return AgeBand.UNKNOWN
    day = on or today()
    if birth_date > years_before(day, YOUNGEST):
        return AgeBand.UNDER_13
    return AgeBand.TEEN if birth_date > years_before(day, OF_AGE) else AgeBand.ADULT


def effective_band(birth_date: date | None, assured: str) -> AgeBand:
    """What holds: the assured band where signals beyond the declaration spoke, else the date's."""
    return AgeBand(assured) if assured else band_of(birth_date)


@dataclass(frozen=True, slots=True)
class Held:
    """The band that holds, and whose signal it rests on (None: nobody's)."""

    band: AgeBand
    by: AgeSource | None


def settle(held: Held, said: Held) -> Held:
    """What holds after a new signal.

    A more protective one always wins. A less protective one wins only when its source is
    stronger than the one that the held band rests on (law 3). One that agrees makes the held
    band rest on the stronger of the two. Out of under 13 only a document leads.
    """
    if held.band == AgeBand.UNDER_13 and said.band != held.band and said.by != AgeSource.DOCUMENT:
        return held
    difference = PROTECTIVENESS[said.band] - PROTECTIVENESS[held.band]
    if difference < 0:
        return said
    if difference > 0:
        return said if _assurance(said) > _assurance(held) else held
    if held.band == AgeBand.UNKNOWN or _assurance(said) > _assurance(held):
        return said
    return held


def _assurance(held: Held) -> int:
    return ASSURANCE[held.by] if held.by else 0


def is_adult_now() -> Q:
    """`User` rows that count as adults today; everyone else has the teen's protection."""
    declared = Q(assured_band="", birth_date__lte=years_before(today(), OF_AGE))
    return Q(assured_band=AgeBand.ADULT) | declared
