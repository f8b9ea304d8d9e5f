"""No sequence of what guardians and teens do makes a teen less protected than every teen is."""

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from accounts.safeguards import SCALES, TEEN_DEFAULTS, WINDOWED, Limit, effective, is_looser
from lib.errors import DomainError
from parental.models import Control, GuardianLink, Proposal
from parental.services import ending, inviting, linking, proposing, releasing, safety
from parental.states import EndReason, LinkState, ReleaseKind, Why
from parental.values import SETTABLE
from parental.work.outgrown import end_outgrown
from parental.work.sweeping import sweep
from tests import cast
from tests.parental.families import PHONE, TABLET

HOURS = [
    [],
    [{"days": ["mon"], "from": "20:00", "to": "22:00"}],
    [{"days": ["sat", "sun"], "from": "23:00", "to": "08:00", "stops": "all"}],
    [{"days": ["tue"], "from": "01:00", "to": "02:00", "stops": "notifications"}],
]


class Family:
    """A teen, two guardians, and everything that any of them can do, wild or not."""

    def __init__(self, seed: int) -> None:
        self.luck = Random(seed)
        self.teen, self.guardians = cast.teen(), [cast.guardian(), cast.guardian()]

    def verbs(self) -> list[Callable[[], Any]]:
        own = [self.decide, self.wish, self.answer, self.take_back, self.sweep]
        return [self.link, *own * 2, self.unlink, self.leave, self.release]

    def step(self) -> str:
        verb = self.luck.choice(self.verbs())
        try:
            with transaction.atomic():
                verb()
        except DomainError as refused:
            return f"{verb.__name__}: {refused.code}"
        return verb.__name__

    def link(self) -> None:
        code = inviting.invite(teen=self.teen, device=PHONE).code
        link = linking.redeem(
            code=code, guardian=self.luck.choice(self.guardians), device=TABLET, text_version=1
        )
        linking.accept(link=link, by=self.teen, text_version=1)

    def any_link(self) -> GuardianLink:
        links = list(GuardianLink.objects.filter(teen=self.teen).order_by("asked_at"))
        if not links:
            self.link()
            return self.any_link()
        return self.luck.choice(links)

    def value(self, limit: Limit) -> Any:
        if limit in WINDOWED:
            return self.luck.choice(HOURS)
        if limit == Limit.DAILY_MINUTES:
            return self.luck.choice([None, 0, 15, 60, 119, 120, 121, 600, 1440])
        return self.luck.choice([*SCALES[limit], None])

    def decide(self) -> None:
        link, limit = self.any_link(), self.luck.choice(SETTABLE)
        proposing.decide(
            link=link, by=link.guardian, limit=limit, raw=self.value(limit), why=Why.OTHER
        )

    def wish(self) -> None:
        link, limit = self.any_link(), self.luck.choice(SETTABLE)
        by = self.luck.choice([self.teen, link.guardian])
        proposing.wish(link=link, by=by, limit=limit, raw=self.value(limit), why=Why.OTHER)

    def proposal(self) -> Proposal:
        found = Proposal.objects.filter(link__teen=self.teen).select_related("link__guardian")
        rows = list(found.order_by("made_at"))
        if not rows:
            self.decide()
            return self.proposal()
        return self.luck.choice(rows)

    def answer(self) -> None:
        one = self.proposal()
        by = self.luck.choice([self.teen, one.link.guardian])
        self.luck.choice([proposing.agree, proposing.agree, proposing.disagree])(
            proposal=one, by=by
        )

    def take_back(self) -> None:
        one = self.proposal()
        proposing.take_back(proposal=one, by=self.luck.choice([self.teen, one.link.guardian]))

    def unlink(self) -> None:
        link = self.any_link()
        ending.unlink(link=link, by=self.luck.choice([self.teen, link.guardian]))

    def leave(self) -> None:
        safety.leave(link=self.any_link(), by=self.teen, said=EndReason.NOT_SAFE)

    def release(self) -> None:
        link, kind = self.any_link(), self.luck.choice(list(ReleaseKind))
        by = self.luck.choice([self.teen, link.guardian])
        if self.luck.random() < 0.7:
            releasing.release(link=link, by=by, kind=kind, text_version=1)
        else:
            releasing.withdraw(link=link, by=by, kind=kind)

    def sweep(self) -> None:
        sweep()
        end_outgrown()


def protected(teen: User) -> None:
    """Every limit is as every teen's or stricter; what acts is of an active link; what rests is
    never looser, whoever will read it."""
    limits = effective(teen)
    for limit in Limit:
        assert not is_looser(limit, limits.value(limit), TEEN_DEFAULTS[limit]), limit
    for row in Control.objects.filter(link__teen=teen):
        limit = Limit(row.limit)
        assert not is_looser(limit, row.value, TEEN_DEFAULTS[limit]), limit
        if GuardianLink.objects.filter(pk=row.link_id, state=LinkState.ACTIVE).exists():
            assert not is_looser(limit, limits.value(limit), row.value), limit


# Each example is rolled back.
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32 - 1))
def test_a_teen_is_never_less_protected_than_every_teen(db: None, seed: int) -> None:
    with transaction.atomic():
        family = Family(seed)
        clock = timezone.now()
        for _step in range(30):
            clock += timedelta(hours=family.luck.choice([0, 0, 1, 5, 25, 80]))
            with time_machine.travel(clock, tick=True):
                family.step()
                protected(family.teen)
        transaction.set_rollback(True)


def test_the_sequences_do_something(db: None) -> None:
    """Else the test above would prove nothing."""
    done: set[str] = set()
    controls = 0
    for seed in range(12):
        family = Family(seed)
        done |= {family.step() for _step in range(40)}
        controls += Control.objects.filter(link__teen=family.teen).count()
    assert controls > 5
    assert {"link", "decide", "wish", "answer", "unlink", "leave", "release"} <= done
    assert "decide: looser_than_default" in done
