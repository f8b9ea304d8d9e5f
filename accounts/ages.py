"""Ages: bands from dates, and the one band that holds when signals disagree."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db.models import Q

from accounts.models.ages import (
    ASSURANCE,
    LOOSENING,
    PROOF,
    PROTECTIVENESS,
    AgeBand,
    AgeSource,
)

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


def of_age_on(birth_date: date) -> date:
    """The first day on which somebody born then counts as an adult."""
    try:
        return birth_date.replace(year=birth_date.year + OF_AGE)
    except ValueError:
        return date(birth_date.year + OF_AGE, 3, 1)


def band_of(birth_date: date | None, *, on: date | None = None) -> AgeBand:
    """The band of a date of birth on a day (today)."""
    if birth_date is None:
        return AgeBand.UNKNOWN
    day = on or today()
    if birth_date > years_before(day, YOUNGEST):
        return AgeBand.UNDER_13
    return AgeBand.TEEN if birth_date > years_before(day, OF_AGE) else AgeBand.ADULT


def effective_band(
    birth_date: date | None, assured: str, adult_from: date | None = None
) -> AgeBand:
    """What holds: the assured band where signals beyond the declaration spoke, else the date's.

    A teen by declaration grows up by that date; one by a stronger signal only on the day that the
    signal itself named (`adult_from`), and without one not by time alone.
    """
    if not assured:
        return band_of(birth_date)
    if assured == AgeBand.TEEN and adult_from is not None and adult_from <= today():
        return AgeBand.ADULT
    return AgeBand(assured)


@dataclass(frozen=True, slots=True)
class Held:
    """The band that holds, and whose signal it rests on (None: nobody's).

    `adult_from`: the day from which a teen is an adult, where that signal named one.
    """

    band: AgeBand
    by: AgeSource | None
    adult_from: date | None = None


NOTHING_SAID = Held(AgeBand.UNKNOWN, None)


def settle(held: Held, said: Held) -> Held:
    """What holds after a new signal.

    A more protective one always wins. A less protective one wins only when its source is
    stronger than the one that the held band rests on (law 3), and strong enough to loosen
    anything (A4). One that agrees makes the held band rest on the stronger of the two. Out of
    under 13 only proof leads.
    """
    if held.band == AgeBand.UNDER_13 and said.band != held.band and said.by not in PROOF:
        return held
    if held.by is None:  # whatever is said first is better than nothing, but for "adult"
        return said if said.band != AgeBand.ADULT or _may_begin(said) else held
    difference = PROTECTIVENESS[said.band] - PROTECTIVENESS[held.band]
    if difference < 0:
        return said
    stronger = _assurance(said) > _assurance(held)
    if difference > 0:
        return said if stronger and said.by in LOOSENING else held
    return said if stronger else held


def settled(said: Iterable[Held]) -> Held:
    """What holds after all these, in the order in which they were said."""
    held = NOTHING_SAID
    for one in said:
        held = settle(held, one)
    return held


def no_looser(after: Held, before: Held) -> Held:
    """`after`, unless it protects less than `before`."""
    return before if PROTECTIVENESS[after.band] > PROTECTIVENESS[before.band] else after


def _may_begin(said: Held) -> bool:
    return said.by in LOOSENING or said.by == AgeSource.SELF_DECLARED


def _assurance(held: Held) -> int:
    return ASSURANCE[held.by] if held.by else 0


def is_adult_now() -> Q:
    """`User` rows that count as adults today; everyone else has the teen's protection."""
    declared = Q(assured_band="", birth_date__lte=years_before(today(), OF_AGE))
    grown_up = Q(assured_band=AgeBand.TEEN, adult_from__lte=today())
    return Q(assured_band=AgeBand.ADULT) | grown_up | declared


def is_among_teens_now() -> Q:
    """`User` rows to whom teens' spaces are open today, as `User.is_among_teens` says of one."""
    said_adult = Q(birth_date__lte=years_before(today(), OF_AGE))
    return ~is_adult_now() & (~said_adult | Q(assured_by__in=sorted(PROOF)))
