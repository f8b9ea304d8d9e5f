"""Many at once: real threads, real commits."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from django.db import connection

from accounts.models import User
from accounts.safeguards import Limit, effective
from lib.errors import DomainError
from parental.models import Control, GuardianLink, LinkCode, Proposal
from parental.services import ending, linking, proposing, releasing
from parental.services.inviting import invite
from parental.states import ReleaseKind, Why
from tests import cast
from tests.accounts.test_races import at_once
from tests.cameos.permissions.lending import lent
from tests.parental.families import PHONE, TABLET, asked, linked

pytestmark = pytest.mark.usefixtures("committing")

REDEMPTIONS = 200
# The servers of tests take a hundred connections; so many stand in the same code at once.
AT_ONCE = 50


def test_of_200_who_enter_one_code_one_wins(teen: User) -> None:
    guardians = [cast.guardian() for _number in range(REDEMPTIONS)]
    code = invite(teen=teen, device=PHONE).code
    start = Barrier(AT_ONCE)

    def enter(number: int) -> str:
        try:
            connection.ensure_connection()
            if number < AT_ONCE:
                start.wait(timeout=60)
            linking.redeem(code=code, guardian=guardians[number], device=TABLET, text_version=1)
        except DomainError as refused:
            return refused.code.value
        finally:
            connection.close()
        return "linked"

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(enter, range(REDEMPTIONS)))

    assert answers.count("linked") == 1
    assert answers.count("incorrect_code") == REDEMPTIONS - 1
    assert GuardianLink.objects.count() == 1
    assert not LinkCode.objects.exists()


def test_one_guardian_who_enters_a_code_many_times_is_linked_once(
    teen: User, guardian: User
) -> None:
    code = invite(teen=teen, device=PHONE).code
    answers = at_once(
        *[lambda: linking.redeem(code=code, guardian=guardian, device=TABLET, text_version=1)] * 8
    )
    assert answers.count("incorrect_code") == 7


def test_a_teen_who_accepts_three_at_once_has_two(teen: User) -> None:
    links = []
    for _number in range(3):
        GuardianLink.objects.filter(teen=teen).update(state="lapsed", ended_at="2026-01-01T00:00Z")
        links.append(asked(teen, cast.guardian()))
    GuardianLink.objects.filter(teen=teen).update(state="asked", ended_at=None)

    answers = at_once(*[_accepting(link, teen) for link in links])

    assert answers.count("too_many_guardians") == 1
    assert GuardianLink.objects.filter(teen=teen, state="active").count() == 2


def _accepting(link: GuardianLink, teen: User) -> Callable[[], Any]:
    return partial(linking.accept, link=link, by=teen, text_version=1)


def test_a_link_ends_once(teen: User, guardian: User) -> None:
    for _round in range(4):
        link = linked(teen, guardian)
        answers = at_once(
            *[partial(ending.unlink, link=link, by=teen)] * 2,
            *[partial(ending.unlink, link=link, by=guardian)] * 2,
        )
        assert answers.count("stale_state") == 3


def test_of_many_decisions_at_once_one_is_open(teen: User, guardian: User) -> None:
    link = linked(teen, guardian)
    at_once(*[_deciding(link, minutes) for minutes in (30, 40, 50, 60, 70, 80)])
    assert Proposal.objects.filter(link=link, state="open").count() == 1


def test_an_agreement_and_an_end_at_once_leave_no_control_that_acts(
    teen: User, guardian: User
) -> None:
    for _round in range(6):
        link = linked(teen, guardian)
        made = _deciding(link, 30)()
        answers = at_once(
            partial(proposing.agree, proposal=made, by=teen),
            partial(ending.unlink, link=link, by=guardian),
        )
        assert answers[1] is None
        assert effective(teen).value(Limit.DAILY_MINUTES) == 120
        Control.objects.all().delete()


def _deciding(link: GuardianLink, minutes: int) -> Callable[[], Proposal]:
    return lambda: proposing.decide(
        link=link, by=link.guardian, limit=Limit.DAILY_MINUTES, raw=minutes, why=Why.BALANCE
    )


@pytest.mark.parametrize("way", ["unlink", "withdraw"])
def test_of_two_guardians_who_take_it_back_at_once_one_is_the_last(
    teen: User, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    links, meet = [linked(teen), linked(teen)], Barrier(2)
    for link in links:
        for person in (teen, link.guardian):
            kind = ReleaseKind.ENROLMENT
            releasing.release(link=link, by=person, kind=kind, text_version=1)
    cameo = lent(teen, "only_me")
    tell = releasing.tell_of_lost_release

    def both_first(link: GuardianLink, stood: Any) -> None:
        with suppress(BrokenBarrierError):
            meet.wait(timeout=2)
        tell(link, stood)

    for module in (ending, releasing):
        monkeypatch.setattr(module, "tell_of_lost_release", both_first)

    def take_back(link: GuardianLink) -> None:
        if way == "unlink":
            ending.unlink(link=link, by=link.guardian)
        else:
            releasing.withdraw(link=link, by=teen, kind=ReleaseKind.ENROLMENT)

    at_once(*[partial(take_back, link) for link in links])
    cameo.refresh_from_db()
    assert cameo.state == "erasing"
