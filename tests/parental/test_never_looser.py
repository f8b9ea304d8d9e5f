"""No sequence of what guardians and teens do makes a teen less protected than every teen is."""

from collections.abc import Callable
from datetime import timedelta
from math import inf

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis.stateful import invariant, run_state_machine_as_test

from accounts.ages import today
from accounts.models import AgeBand, AgeSource, Standing, User
from accounts.models.standings import SHUT_OUT
from accounts.safeguards import (
    ADULT_DEFAULTS,
    SCALES,
    TEEN_DEFAULTS,
    WINDOWED,
    Limit,
    Reason,
    Safeguards,
    Value,
    effective,
)
from accounts.safeguards.clock import Place, running_until
from accounts.safeguards.jurisdictions import in_force
from accounts.safeguards.layers import settings_of
from accounts.safeguards.values import hours_of
from accounts.services.age_corrections import Correction
from parental.bounds import MOST_GUARDIANS
from parental.models import Control, GuardianLink
from parental.services import proposing
from parental.states import LIVE, AgeWord, EndReason, LinkState, ReleaseKind
from tests.parental.lives import HOURS, Lives


class Protected(Lives):
    """Lives, looked at after each step."""

    @invariant()
    def as_every_teen_or_stricter(self) -> None:
        """Each limit, and what rests in a control, whoever will read it."""
        teen = self.now(self.teen)
        limits = effective(teen)
        default = ADULT_DEFAULTS if teen.is_adult else TEEN_DEFAULTS
        for limit in Limit:
            assert not looser_than(limit, limits.value(limit), default[limit]), limit
        for row in Control.objects.filter(link__teen=teen):
            limit = Limit(row.limit)
            assert not looser_than(limit, row.value, TEEN_DEFAULTS[limit]), limit

    @invariant()
    def nobody_is_an_adult_before_the_day(self) -> None:
        """Nothing that is weak, taken back or corrected makes somebody one, and from that day on
        no guardian limits anybody."""
        teen = self.now(self.teen)
        if teen.is_adult:
            assert today() >= self.adult_on
            reasons = {one for limit in effective(teen).limits.values() for one in limit.reasons}
            assert Reason.GUARDIAN not in reasons

    @invariant()
    def what_acts_is_in_force(self) -> None:
        """What an active link's guardian set, and what the teen chose, no other undoes."""
        teen = self.now(self.teen)
        limits, mine = effective(teen), settings_of(teen)
        said = [(Limit(name), value) for name, value in mine.choices.items()]
        if not teen.is_adult:
            rows = Control.objects.filter(link__teen=teen, link__state=LinkState.ACTIVE)
            said += [(Limit(row.limit), row.value) for row in rows]
        for limit, value in said:
            assert not looser_than(limit, limits.value(limit), value), limit

    @invariant()
    def hours_hold_where_they_are_and_where_they_were(self) -> None:
        """A journey takes no hour away for a day."""
        teen = self.now(self.teen)
        if teen.is_adult:
            return
        limits, now = effective(teen), timezone.now()
        here = settings_of(teen).time_zone or "UTC"
        lately = [zone for zone, at in self.left if now < at + timedelta(hours=24)]
        for zone in (here, *lately):
            if running_until(quiet(limits), [Place(zone)], now):
                assert limits.silent_until(now), zone

    @invariant()
    def what_a_law_asked_for_it_still_asks_for(self) -> None:
        """Whoever moves sheds nothing that was asked for where they said they were."""
        teen, rules = self.now(self.teen), in_force()
        if teen.is_adult:
            return
        limits = effective(teen)
        for region in self.laws:
            law = rules.limits(region, is_adult=False, at=timezone.now())
            for limit, value in law.items():
                assert not looser_than(limit, limits.value(limit), value), (region, limit)

    @invariant()
    def who_watches_may(self) -> None:
        """At most two; nobody from whom the teen fled, who is shut out, or who left."""
        rows = list(GuardianLink.objects.filter(teen=self.teen, state__in=sorted(LIVE)))
        assert len(rows) <= MOST_GUARDIANS
        for row in rows:
            guardian = User.objects.get(pk=row.guardian_id)
            assert row.guardian_id not in self.fled_from()
            assert guardian.state not in SHUT_OUT
            assert guardian.closed_at is None
        if self.now(self.teen).closed_at is not None:
            assert not rows

    def holds(self) -> None:
        """All of the above."""
        self.as_every_teen_or_stricter()
        self.nobody_is_an_adult_before_the_day()
        self.what_acts_is_in_force()
        self.hours_hold_where_they_are_and_where_they_were()
        self.what_a_law_asked_for_it_still_asks_for()
        self.who_watches_may()


def looser_than(limit: Limit, a: Value, b: Value) -> bool:
    """Whether `a` permits what `b` does not; by the tables alone, for the code that joins values
    is what is tried here."""
    if limit in WINDOWED:
        return not hours_of(a).covers(hours_of(b))
    if limit == Limit.DAILY_MINUTES:
        return (inf if a is None else a) > (inf if b is None else b)
    return SCALES[limit].index(a) > SCALES[limit].index(b)


def quiet(limits: Safeguards) -> int:
    """At least every teen's hours."""
    for limit in WINDOWED:
        assert not looser_than(limit, limits.value(limit), TEEN_DEFAULTS[limit])
    return limits.hours().silent


@pytest.mark.parametrize(
    ("lives", "steps"), [(8, 25), pytest.param(80, 50, marks=pytest.mark.slow)]
)
def test_a_teen_is_never_less_protected_than_every_teen(db: None, lives: int, steps: int) -> None:
    run_state_machine_as_test(
        Protected,
        settings=settings(
            max_examples=lives,
            stateful_step_count=steps,
            suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
        ),
    )


def test_every_deed_of_these_lives_can_be_done(db: None) -> None:
    """Else the test above would prove nothing. One life, in which nothing is refused but what is
    looser than every teen's."""
    one = Protected()
    one.begin()
    try:
        live(one)
        assert set(one.done) == {
            *("linked", "decides", "wishes", "agree", "disagree", "take_back", "unlinks", "flees"),
            *("releases", "chooses", "travels", "is said to be", "was not so", "shows a document"),
            *("is corrected", "stands banned", "stands good", "closes", "returns", "waits"),
            *("moves", "says an age", "decides: looser_than_default", "moves: safeguard_loosens"),
        }
        assert one.now(one.teen).is_adult
    finally:
        one.teardown()


def live(one: Protected) -> None:
    """Every deed, and after each all that must hold."""
    looser, stricter_one = (Limit.FEED, "personalised"), (Limit.FEED, "following")
    deeds: list[Callable[[], None]] = [
        lambda: one.linked(1),
        lambda: one.chooses((Limit.FEED, "chronological")),
        lambda: one.decides(0, looser),
        lambda: one.decides(0, stricter_one),
        lambda: one.answers(0, True, proposing.agree),
        lambda: one.wishes(0, stricter_one, True),
        lambda: one.answers(0, False, proposing.disagree),
        lambda: one.wishes(0, stricter_one, True),
        lambda: one.answers(0, True, proposing.take_back),
        lambda: one.releases(0, True, ReleaseKind.ENROLMENT, True),
        lambda: one.chooses((Limit.PUSH, "off")),
        lambda: one.chooses((Limit.QUIET_HOURS, HOURS[2])),
        lambda: one.travels("America/Los_Angeles"),
        lambda: one.waits(5),  # half past one by UTC, which counted before; afternoon there
        lambda: one.moves("US-VA"),
        lambda: one.moves("DE"),
        lambda: one.waits(25),
        lambda: one.travels("Europe/Berlin"),
        lambda: one.waits(25),
        lambda: one.travels("Pacific/Auckland"),  # half past four in Berlin, afternoon there
        lambda: one.is_said_to_be(AgeSource.REPORT, AgeBand.TEEN),
        lambda: one.was_not_so(AgeSource.REPORT),
        lambda: one.stands(1, Standing.BANNED),
        lambda: one.stands(1, Standing.GOOD),
        lambda: one.linked(1),
        lambda: one.unlinks(0, False),
        lambda: one.linked(1),
        lambda: one.says_an_age(0, AgeWord.IS_13_TO_17),
        lambda: one.flees(0, EndReason.NOT_SAFE),
        lambda: one.closes(0, True),
        one.shows_a_document,
        lambda: one.is_corrected(Correction.TEEN),
        lambda: one.linked(0),
        lambda: one.decides(0, stricter_one),
        lambda: one.answers(0, True, proposing.agree),
        one.sweeps,
        lambda: one.waits(150),  # the birthday, before any sweep
        one.sweeps,
    ]
    for deed in deeds:
        deed()
        one.holds()
