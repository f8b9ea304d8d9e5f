"""What one holds comes first only while there is something to do in it, and five are the most."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from audit.models import AuditEvent
from enforcement.actions.base import Wish
from enforcement.actions.names import ActionName
from enforcement.limits import CLAIMS_AT_ONCE
from enforcement.models import Assignment, Case, EndedAs, Proposal
from enforcement.reasons import Queue
from enforcement.services import claiming
from enforcement.services.proposing import drop, propose
from enforcement.states import CaseState
from enforcement.subjects.kinds import SubjectKind
from enforcement.wanted import Wanted
from lib.errors import DomainError
from tests.enforcement.queueing import reviewer, waiting
from tests.enforcement.reporting import given
from tests.staff import at_the_desk

pytestmark = pytest.mark.django_db


def ban(case: Case) -> Wanted:
    return Wanted(
        SubjectKind(case.subject_kind), case.subject_id, ("hate_speech",), "It hates.",
        (Wish(ActionName.BAN),), case_id=case.pk,
    )  # fmt: skip


def next_of(by: User, queue: Queue | None = None) -> Case | None:
    row = claiming.claim_next(by, queue)
    return row.case if row else None


def live_of(by: User) -> Any:
    return Assignment.objects.filter(holder=by.pk, ended_at=None)


def test_whoever_proposed_goes_on_with_the_next_case() -> None:
    by = reviewer()
    first, second = waiting(2)
    assert next_of(by) == first
    propose(wanted=ban(first), by=by)
    assert next_of(by) == second
    ended = Assignment.objects.get(case=first)
    assert ended.ended_as == EndedAs.PROPOSED
    assert Case.objects.get(pk=first.pk).state == CaseState.TRIAGED
    rows = AuditEvent.objects.filter(action="enforcement.case.proposed")
    assert [(one.target, one.actor) for one in rows] == [(first.public_id, by.public_id)]


def test_a_proposal_takes_nothing_from_whoever_else_holds_the_case_until_they_ask() -> None:
    by, other = reviewer(), reviewer()
    case = waiting(1)[0]
    claiming.claim(case, by)
    claiming.end_for_proposal(case, other)
    assert claiming.holder_of(case) == by.pk


def test_what_was_declined_waits_again_for_everybody() -> None:
    by, other = reviewer(), reviewer()
    case = waiting(1)[0]
    claiming.claim(case, by)
    propose(wanted=ban(case), by=by)
    drop(proposal=Proposal.objects.get(), by=other)
    assert next_of(other) == case


def test_five_at_most_by_next_case_too() -> None:
    by = reviewer()
    for case in waiting(CLAIMS_AT_ONCE):
        claiming.claim(case, by)
    waiting(1, queue=Queue.LIKENESS)
    with pytest.raises(DomainError) as refused:
        claiming.claim_next(by, Queue.LIKENESS)
    assert refused.value.code == "claim_limit"
    answer = at_the_desk(by).post(
        "/admin/enforcement/case/next/", {"queue": Queue.LIKENESS}, follow=True
    )
    assert "Finish what you hold first." in answer.content.decode()
    assert live_of(by).count() == CLAIMS_AT_ONCE
    assert claiming.claim_next(by) is not None  # one of those five
    assert live_of(by).count() == CLAIMS_AT_ONCE


def test_a_lease_that_is_over_counts_no_more_and_is_no_sixth() -> None:
    by = reviewer()
    held = waiting(CLAIMS_AT_ONCE)
    for case in held:
        claiming.claim(case, by)
    live_of(by).update(leased_until=timezone.now() - timedelta(seconds=1))
    for case in waiting(CLAIMS_AT_ONCE, queue=Queue.LIKENESS):
        claiming.claim(case, by)
    with pytest.raises(DomainError, match="claim_limit"):
        claiming.claim(held[0], by)
    assert live_of(by).count() == CLAIMS_AT_ONCE
    assert Assignment.objects.filter(ended_as=EndedAs.IDLE).count() == CLAIMS_AT_ONCE


def test_a_case_that_one_may_not_see_any_more_is_not_given_back_to_them() -> None:
    by = reviewer()
    case = waiting(1)[0]
    claiming.claim(case, by)
    by.user_permissions.clear()
    by = given(User.objects.get(pk=by.pk), "handle_child_safety")
    assert not claiming.held_by(by).exists()
    child = waiting(1, queue=Queue.CHILD_SAFETY, diverted=True)[0]
    assert next_of(by) == child
    lost = Assignment.objects.get(case=case)
    assert (lost.ended_as, Case.objects.get(pk=case.pk).state) == (
        EndedAs.LOST,
        CaseState.TRIAGED,
    )
    assert AuditEvent.objects.get(action="enforcement.case.lost").actor == "system:clock"
    assert next_of(reviewer()) == case


def test_what_went_to_a_queue_of_another_right_is_held_no_more() -> None:
    by = reviewer()
    case = waiting(1)[0]
    claiming.claim(case, by)
    Case.objects.filter(pk=case.pk).update(queue=Queue.CHILD_SAFETY, diverted=True)
    assert next_of(by) is None
    assert next_of(reviewer("handle_child_safety")) == Case.objects.get(pk=case.pk)
