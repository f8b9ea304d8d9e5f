"""A teen, two guardians and staff, and all that any of them can do, in any order."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from accounts.ages import of_age_on, today, years_before
from accounts.models import AgeBand, AgeSource, HeldVerb, Standing, StandingReason, User
from accounts.models.ages import LOOSENING
from accounts.safeguards import SCALES, WINDOWED, Limit
from accounts.safeguards.layers import settings_of
from accounts.services.age_corrections import Correction, CorrectionReason
from accounts.services.age_findings import MISTAKABLE, AgeFinding, record_finding, withdraw_mistaken
from accounts.services.ages import signal_age
from accounts.services.closing import close_account, restore_account
from accounts.services.safeguards import change_region, change_time_zone, choose_limits
from accounts.services.second_approval import approve, propose
from lib.actors import Actor
from lib.errors import DomainError
from parental.models import BarredGuardian, GuardianLink, Proposal
from parental.services import ages, ending, inviting, linking, proposing, releasing, safety
from parental.states import UNSAFE, AgeWord, EndReason, ProposalState, ReleaseKind, Why
from parental.values import SETTABLE
from parental.work.outgrown import end_outgrown
from parental.work.sweeping import sweep
from tests import cast
from tests.parental.families import PHONE, TABLET
from tests.standings import change_standing

A_MONDAY = datetime(2027, 1, 11, 20, 30, tzinfo=UTC)
SYSTEM = Actor.system("tests")
HOURS: tuple[list[dict[str, Any]], ...] = (
    [],
    [{"days": ["mon"], "from": "20:00", "to": "22:00"}],
    [{"days": ["sat", "sun"], "from": "23:00", "to": "08:00", "stops": "all"}],
    [{"days": ["tue"], "from": "01:00", "to": "02:00", "stops": "notifications"}],
)
ZONES = ("Europe/Berlin", "Pacific/Auckland", "America/Los_Angeles", "Asia/Kathmandu", "UTC")
REGIONS = ("US-VA", "US-CA", "US", "DE")  # two have laws of their own
WEAK = tuple(one for one in AgeSource if one not in LOOSENING and one != AgeSource.SELF_DECLARED)

Whom = st.integers(0, 1)
Which = st.integers(0, 5)


def values(limit: Limit) -> st.SearchStrategy[Any]:
    """What a request may hold, looser than anybody may have it or not; None: let it go."""
    if limit in WINDOWED:
        return st.sampled_from((*HOURS, None))
    if limit == Limit.DAILY_MINUTES:
        return st.sampled_from((None, 0, 15, 60, 119, 120, 121, 600, 1440))
    return st.sampled_from((*SCALES[limit], None))


SETTING = st.sampled_from(SETTABLE).flatmap(lambda one: st.tuples(st.just(one), values(one)))
CHOOSING = st.sampled_from(list(Limit)).flatmap(lambda one: st.tuples(st.just(one), values(one)))


class Lives(RuleBasedStateMachine):
    """Each rule is one thing that one person does, or the clock; a refusal is an outcome too.

    `done` counts what was not refused. The teen is seventeen and has a birthday within days.
    """

    @initialize()
    def begin(self) -> None:
        """Everything is rolled back in the end."""
        self.done: dict[str, int] = {}
        self.clock = time_machine.travel(A_MONDAY, tick=True)
        self.time = self.clock.start()
        self.example = transaction.atomic()
        self.example.__enter__()
        self.teen, self.guardians = cast.teen(), [cast.guardian(), cast.guardian()]
        self.staff = [cast.moderator(), cast.moderator()]
        born = years_before(today() + timedelta(days=6), 18)
        User.objects.filter(pk=self.teen.pk).update(birth_date=born)
        self.adult_on = of_age_on(born)
        self.left: list[tuple[str, datetime]] = []  # zones, and when, while a teen
        self.laws: list[str] = []  # regions where they said they were since a teen
        self.linked(0)

    def teardown(self) -> None:
        if hasattr(self, "example"):
            transaction.set_rollback(True)
            self.example.__exit__(None, None, None)
            self.clock.stop()

    @contextmanager
    def trying(self, what: str) -> Iterator[None]:
        """As the services are called: all of it, or a refusal and nothing."""
        try:
            with transaction.atomic():
                yield
        except DomainError as refused:
            what = f"{what}: {refused.code}"
        self.done[what] = self.done.get(what, 0) + 1

    @staticmethod
    def now(person: User) -> User:
        """As it stands in the database."""
        return User.objects.get(pk=person.pk)

    def link(self, which: int) -> GuardianLink | None:
        found = GuardianLink.objects.filter(teen=self.teen).order_by("asked_at")
        rows = list(found.select_related("teen", "guardian"))
        return rows[-1 - which % len(rows)] if rows else None  # the newest first

    @rule(whom=Whom)
    def linked(self, whom: int) -> None:
        with self.trying("linked"):
            teen, guardian = self.now(self.teen), self.now(self.guardians[whom])
            code = inviting.invite(teen=teen, device=PHONE).code
            link = linking.redeem(code=code, guardian=guardian, device=TABLET, text_version=1)
            linking.accept(link=link, by=teen, text_version=1)

    @rule(which=Which, setting=SETTING)
    def decides(self, which: int, setting: tuple[Limit, Any]) -> None:
        if link := self.link(which):
            with self.trying("decides"):
                limit, raw = setting
                proposing.decide(link=link, by=link.guardian, limit=limit, raw=raw, why=Why.OTHER)

    @rule(which=Which, setting=SETTING, by_teen=st.booleans())
    def wishes(self, which: int, setting: tuple[Limit, Any], by_teen: bool) -> None:
        if link := self.link(which):
            with self.trying("wishes"):
                by = link.teen if by_teen else link.guardian
                limit, raw = setting
                proposing.wish(link=link, by=by, limit=limit, raw=raw, why=Why.OTHER)

    @rule(
        which=Which,
        by_teen=st.booleans(),
        how=st.sampled_from((proposing.agree, proposing.disagree, proposing.take_back)),
    )
    def answers(self, which: int, by_teen: bool, how: Any) -> None:
        found = Proposal.objects.filter(link__teen=self.teen).order_by("-made_at")
        rows = list(found.select_related("link__guardian", "link__teen"))
        rows.sort(key=lambda one: one.state != ProposalState.OPEN)
        if rows:
            one = rows[which % len(rows)]
            with self.trying(how.__name__):
                how(proposal=one, by=one.link.teen if by_teen else one.link.guardian)

    @rule(which=Which, by_teen=st.booleans())
    def unlinks(self, which: int, by_teen: bool) -> None:
        if link := self.link(which):
            with self.trying("unlinks"):
                ending.unlink(link=link, by=link.teen if by_teen else link.guardian)

    @rule(which=Which, word=st.sampled_from(AgeWord))
    def says_an_age(self, which: int, word: AgeWord) -> None:
        if link := self.link(which):
            with self.trying("says an age"):
                ages.say_age(link=link, by=link.guardian, says=word)
        for one in GuardianLink.objects.filter(teen=self.teen):
            ages.take_words_back(one.pk)

    @rule(which=Which, said=st.sampled_from(sorted(UNSAFE)))
    def flees(self, which: int, said: EndReason) -> None:
        if link := self.link(which):
            with self.trying("flees"):
                safety.leave(link=link, by=self.teen, said=said)

    @rule(which=Which, by_teen=st.booleans(), kind=st.sampled_from(ReleaseKind), on=st.booleans())
    def releases(self, which: int, by_teen: bool, kind: ReleaseKind, on: bool) -> None:
        if link := self.link(which):
            by = link.teen if by_teen else link.guardian
            with self.trying("releases"):
                if on:
                    releasing.release(link=link, by=by, kind=kind, text_version=1)
                else:
                    releasing.withdraw(link=link, by=by, kind=kind)

    @rule(setting=CHOOSING)
    def chooses(self, setting: tuple[Limit, Any]) -> None:
        with self.trying("chooses"):
            limit, raw = setting
            choose_limits(person=self.now(self.teen), wanted={limit: raw})

    @rule(zone=st.sampled_from(ZONES))
    def travels(self, zone: str) -> None:
        teen = self.now(self.teen)
        left = settings_of(teen).time_zone or "UTC"
        with self.trying("travels"):
            change_time_zone(person=teen, name=zone)
            if teen.is_adult:  # their own; a document corrected later brings no hour back
                self.left = []
            elif left != zone:
                self.left.append((left, timezone.now()))

    @rule(region=st.sampled_from(REGIONS))
    def moves(self, region: str) -> None:
        teen = self.now(self.teen)
        with self.trying("moves"):
            change_region(person=teen, region=region, actor=Actor.person(teen.pk))
            if teen.is_adult:  # corrected later, they are where they said last
                self.laws = []
            self.laws.append(region)

    @rule(source=st.sampled_from(WEAK), band=st.sampled_from((AgeBand.TEEN, AgeBand.ADULT)))
    def is_said_to_be(self, source: AgeSource, band: AgeBand) -> None:
        """What is weak never makes anybody an adult."""
        with self.trying("is said to be"):
            signal_age(person=self.now(self.teen), band=band, source=source, actor=SYSTEM)

    @rule(source=st.sampled_from(MISTAKABLE))
    def was_not_so(self, source: AgeSource) -> None:
        with self.trying("was not so"):
            withdraw_mistaken(person=self.now(self.teen), source=source, actor=self.staff[0])

    @rule()
    def shows_a_document(self) -> None:
        with self.trying("shows a document"):
            teen, by = self.now(self.teen), self.staff[0]
            record_finding(
                person=teen, finding=AgeFinding.DOCUMENT_TEEN, actor=by, adult_from=self.adult_on
            )

    @rule(to=st.sampled_from((Correction.TEEN, Correction.NONE)))
    def is_corrected(self, to: Correction) -> None:
        """Two of staff; that a document says "adult" is no deed of teens and guardians."""
        with self.trying("is corrected"):
            teen, (one, another) = self.now(self.teen), self.staff
            named = self.adult_on if to == Correction.TEEN else None
            held = propose(
                person=teen, verb=HeldVerb.CORRECT, actor=one, to=to, adult_from=named,
                reason=CorrectionReason.SLIP,
            )  # fmt: skip
            approve(decision=held, actor=another)

    @rule(whom=Whom, to=st.sampled_from((Standing.BANNED, Standing.LIMITED, Standing.GOOD)))
    def stands(self, whom: int, to: Standing) -> None:
        """A guardian is banned, and let in again."""
        with self.trying(f"stands {to}"):
            guardian, by = self.now(self.guardians[whom]), self.staff[0]
            change_standing(person=guardian, to=to, actor=by, reason=StandingReason.SAFETY)

    @rule(whom=st.integers(0, 2), returns=st.booleans())
    def closes(self, whom: int, returns: bool) -> None:
        person = [*self.guardians, self.teen][whom]
        with self.trying("closes"):
            close_account(person=person, actor=Actor.person(person.pk))
        if returns:
            with self.trying("returns"):
                restore_account(person=person, actor=Actor.person(person.pk))

    @rule(hours=st.sampled_from((1, 5, 25, 80, 150)))
    def waits(self, hours: int) -> None:
        self.time.shift(timedelta(hours=hours))
        self.done["waits"] = self.done.get("waits", 0) + 1

    @rule()
    def sweeps(self) -> None:
        sweep()
        end_outgrown()

    def fled_from(self) -> set[Any]:
        """Whom the teen entered as feared or unknown."""
        rows = BarredGuardian.objects.filter(teen_id=self.teen.pk)
        return set(rows.values_list("guardian_id", flat=True))
