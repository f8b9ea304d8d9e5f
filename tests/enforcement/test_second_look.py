"""Whomever staff shut out at the people desk others look at anew: a case opens by itself (E19)."""

import pytest

from accounts.models import HeldVerb, Standing, StandingReason, User
from accounts.services.age_findings import AgeFinding, record_finding
from accounts.services.second_approval import drop as decline
from accounts.services.second_approval import propose as ask
from enforcement.actions.names import ActionName
from enforcement.limits import LONG_SUSPENSION
from enforcement.models import Case, CaseTransition, Snapshot
from enforcement.policies import claimable
from enforcement.reasons import Queue
from enforcement.services.ages import find_age
from enforcement.services.deciding import decide
from enforcement.services.proposing import propose
from enforcement.services.setting_aside import set_aside_all_of
from enforcement.states import CaseState
from enforcement.subjects.kinds import SubjectKind
from enforcement.wanted import Wanted
from lib.errors import DomainError
from tests import cast
from tests.client import Api
from tests.enforcement.decisions.stage import RULE, SAID, chief, wish
from tests.enforcement.reporting import reported
from tests.standings import change_standing

pytestmark = pytest.mark.django_db
A = ActionName


def cases_of(person: User) -> list[Case]:
    return list(Case.objects.filter(subject_kind=SubjectKind.PROFILE, subject_id=person.pk))


def judged(case: Case, *names: ActionName) -> Wanted:
    kind = SubjectKind.PROFILE
    return Wanted(kind, case.subject_id, RULE, SAID, tuple(map(wish, names)), case_id=case.pk)


@pytest.mark.parametrize("to", [Standing.SUSPENDED, Standing.BANNED])
def test_a_case_opens_that_must_be_looked_at(to: Standing, creator: User) -> None:
    by, other = chief(), chief()
    change_standing(person=creator, to=to, actor=by, reason=StandingReason.HARASSMENT)
    (case,) = cases_of(creator)
    assert (case.force_review, case.diverted, case.queue) == (True, False, Queue.GENERAL)
    (first,) = CaseTransition.objects.filter(subject_id=case.pk)
    assert first.reason == "shut out at the people desk: harassment"
    assert Snapshot.objects.filter(case=case).exists()
    assert not claimable(by).filter(pk=case.pk).exists()
    assert claimable(other).filter(pk=case.pk).exists()
    for what in (judged(case), judged(case, A.WARN)):
        with pytest.raises(DomainError, match="permission_denied"):
            decide(wanted=what, by=by)
    assert decide(wanted=judged(case), by=other).outcome == "no_violation"


def test_neither_who_asked_for_a_ban_nor_who_approved_it_judges_it(creator: User) -> None:
    asker, second, other, declined = chief(), chief(), chief(), chief()
    waits = ask(
        person=creator, verb=HeldVerb.STANDING, actor=declined, reason="spam", to=Standing.BANNED
    )
    decline(decision=waits, actor=second)
    change_standing(
        person=creator,
        to=Standing.BANNED,
        actor=second,
        reason=StandingReason.HARASSMENT,
        asker=asker,
    )
    (case,) = cases_of(creator)
    for by in (asker, second):
        assert not claimable(by).filter(pk=case.pk).exists()
        with pytest.raises(DomainError, match="permission_denied"):
            decide(wanted=judged(case), by=by)
    assert claimable(declined).filter(pk=case.pk).exists()
    assert decide(wanted=judged(case), by=other).outcome == "no_violation"


def test_reports_that_are_set_aside_close_no_second_look(
    api: Api, creator: User, stranger: User
) -> None:
    by = chief()
    reported(api, stranger, creator)
    change_standing(
        person=creator, to=Standing.SUSPENDED, actor=by, reason=StandingReason.HARASSMENT
    )
    (case,) = cases_of(creator)
    assert case.force_review
    assert set_aside_all_of(person=stranger, by=by, why="complaint") == 1
    (case,) = cases_of(creator)
    assert (case.state, case.report_count) == (CaseState.OPEN, 0)
    assert not claimable(by).filter(pk=case.pk).exists()
    assert claimable(chief()).filter(pk=case.pk).exists()


def test_whoever_suspended_for_an_age_finds_none_there(creator: User) -> None:
    by, other = chief(), chief()
    change_standing(
        person=creator, to=Standing.SUSPENDED, actor=by, reason=StandingReason.UNDER_AGE
    )
    (case,) = cases_of(creator)
    assert case.queue == Queue.AGE
    with pytest.raises(DomainError, match="permission_denied"):
        find_age(case=case, by=by, finding=AgeFinding.REPORTED_CHILD, why="safety")
    record_finding(person=creator, finding=AgeFinding.REPORTED_TEEN, actor=by)
    assert cases_of(creator)[0].state == CaseState.OPEN
    find_age(case=case, by=other, finding=AgeFinding.REPORTED_CHILD, why="safety")
    assert cases_of(creator)[0].state == CaseState.DECIDED


def test_that_a_ban_holds_takes_two_there_as_well(creator: User) -> None:
    by, other = chief(), chief()
    change_standing(
        person=creator, to=Standing.SUSPENDED, actor=by, reason=StandingReason.HARASSMENT
    )
    (case,) = cases_of(creator)
    with pytest.raises(DomainError, match="second_approval_required"):
        decide(wanted=judged(case, A.BAN), by=other)
    propose(wanted=judged(case, A.BAN), by=other)


def test_limiting_and_giving_back_open_none_and_once_is_one(creator: User, friend: User) -> None:
    by = cast.moderator()
    for to in (Standing.LIMITED, Standing.GOOD):
        change_standing(person=creator, to=to, actor=by, reason=StandingReason.SPAM)
    assert cases_of(creator) == []
    for to in (Standing.SUSPENDED, Standing.BANNED):
        change_standing(person=friend, to=to, actor=by, reason=StandingReason.IMPERSONATION)
    (case,) = cases_of(friend)
    assert case.queue == Queue.IMPERSONATION


def test_the_desk_shuts_out_alone_as_long_as_a_decision_does() -> None:
    from accounts.protection import ALONE_LASTS

    assert ALONE_LASTS == LONG_SUSPENSION
