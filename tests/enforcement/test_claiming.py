"""One person works on a case at a time (E13), and leaves it to another with a reason (E41)."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from audit.models import AuditEvent
from enforcement.actions.base import Wish
from enforcement.actions.names import ActionName
from enforcement.limits import CLAIM_LASTS, CLAIMS_AT_ONCE, SKIP_LASTS
from enforcement.models import Assignment, Case, CaseTransition, EndedAs, SkipReason
from enforcement.reasons import Queue
from enforcement.services import claiming
from enforcement.services.deciding import decide
from enforcement.services.presence import look, looking_at
from enforcement.services.proposing import approve, propose
from enforcement.states import CaseState
from enforcement.subjects.kinds import SubjectKind
from enforcement.wanted import Wanted
from lib.actors import Actor
from lib.errors import DomainError, NotFound, StaleState
from tests import cast
from tests.enforcement.queueing import reviewer, waiting

pytestmark = pytest.mark.django_db


def again(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def lease_over(case: Case) -> None:
    past = timezone.now() - timedelta(seconds=1)
    Assignment.objects.filter(case=case, ended_at=None).update(leased_until=past)


def code_of(call: Any) -> str:
    with pytest.raises(DomainError) as refused:
        call()
    return refused.value.code.value


def test_the_next_case_has_the_highest_priority_and_the_earliest_clock() -> None:
    by = reviewer()
    low, late, soon = waiting(3, priority=10), waiting(1, priority=90), waiting(1, priority=90)
    Case.objects.filter(pk=late[0].pk).update(sla_due_at=timezone.now() + timedelta(days=9))
    taken = []
    for _ in range(5):
        row = claiming.claim_next(by)
        assert row is not None
        taken.append(row.case)
        claiming.skip(row.case, by, SkipReason.LANGUAGE)
    assert [one.pk for one in taken[:2]] == [soon[0].pk, late[0].pk]
    assert {one.pk for one in taken[2:]} == {one.pk for one in low}
    assert claiming.claim_next(by) is None


def test_a_case_of_low_priority_that_must_be_looked_at_passes_every_cut() -> None:
    by = reviewer()
    waiting(2, priority=10)
    forced = waiting(1, priority=1)[0]
    Case.objects.filter(pk=forced.pk).update(force_review=True)
    row = claiming.claim_next(by, at_least=50)
    assert row is not None
    assert row.case_id == forced.pk
    claiming.release(forced, by)
    Case.objects.filter(pk=forced.pk).update(force_review=False)
    assert claiming.claim_next(by, at_least=50) is None


def test_pressed_twice_it_is_one_case() -> None:
    by = reviewer()
    waiting(2)
    first, second = claiming.claim_next(by), claiming.claim_next(by)
    assert first is not None
    assert first == second
    assert Assignment.objects.count() == 1


def test_nothing_is_offered_that_one_may_not_see() -> None:
    by, owner = reviewer(), reviewer()
    case = waiting(1, owner=owner)[0]
    children = waiting(1, queue=Queue.CHILD_SAFETY, diverted=True)[0]
    assert claiming.claim_next(owner) is None
    for who, what in ((owner, case), (by, children), (cast.stranger(), case)):
        with pytest.raises(NotFound):
            claiming.claim(what, who)
    assert claiming.claim_next(by, Queue.URGENT) is None
    row = claiming.claim_next(by, Queue.GENERAL)
    assert row is not None
    assert row.case_id == case.pk
    protects = reviewer("handle_child_safety")
    taken = claiming.claim_next(protects)
    assert taken is not None
    assert taken.case_id == children.pk


def test_only_whoever_holds_a_case_decides_in_it() -> None:
    by, other = reviewer(), reviewer()
    case = waiting(1)[0]
    claiming.claim(case, by)
    assert code_of(lambda: claiming.claim(case, other)) == "case_held"
    assert code_of(lambda: claiming.renew(case, other)) == "case_not_held"
    assert code_of(lambda: claiming.release(case, other)) == "case_not_held"
    assert code_of(lambda: claiming.skip(case, other, SkipReason.BROKEN)) == "case_not_held"
    assert claiming.holder_of(case) == by.pk
    assert code_of(lambda: decide(wanted=fine(case), by=other)) == "case_held"
    by_rule = Actor.system("automation")
    assert code_of(lambda: decide(wanted=fine(case), by=by_rule)) in {
        "permission_denied",
        "case_held",
    }
    decide(wanted=fine(case), by=by)
    row = Assignment.objects.get()
    assert (row.ended_as, again(case).state) == (EndedAs.DECIDED, CaseState.DECIDED)
    with pytest.raises(StaleState):
        claiming.claim(case, other)


def test_a_lease_that_ran_out_returns_the_case(as_worker: Any) -> None:
    by, other = reviewer(), reviewer()
    case = waiting(1)[0]
    claiming.claim(case, by)
    assert claiming.return_idle() == 0
    lease_over(case)
    assert claiming.holder_of(case) is None
    assert code_of(lambda: claiming.renew(case, by)) == "case_not_held"
    with as_worker():
        assert claiming.return_idle() == 1
    assert claiming.return_idle() == 0
    assert (Assignment.objects.get().ended_as, again(case).state) == (
        EndedAs.IDLE,
        CaseState.TRIAGED,
    )
    row = claiming.claim_next(other)
    assert row is not None
    assert row.case_id == case.pk


def test_where_the_clock_stands_still_whoever_comes_next_takes_it() -> None:
    by, other = reviewer(), reviewer()
    first, second = waiting(2)
    claiming.claim(first, by)
    claiming.claim(second, by)
    lease_over(first)
    lease_over(second)
    claiming.claim(second, other)
    row = claiming.claim_next(reviewer())
    assert row is not None
    assert row.case_id == first.pk
    assert Assignment.objects.filter(ended_as=EndedAs.IDLE).count() == 2
    assert Assignment.objects.filter(ended_at=None).count() == 2


def test_whoever_is_at_work_keeps_it() -> None:
    by = reviewer()
    case = waiting(1)[0]
    row = claiming.claim(case, by)
    Assignment.objects.update(leased_until=timezone.now() + timedelta(seconds=30))
    until = claiming.renew(case, by)
    assert until - timezone.now() > CLAIM_LASTS - timedelta(minutes=1)
    assert claiming.claim(case, by).pk == row.pk


def test_what_was_skipped_is_not_offered_to_them_for_a_day() -> None:
    by, other = reviewer(), reviewer()
    case = waiting(1)[0]
    claiming.claim(case, by)
    assert code_of(lambda: claiming.skip(case, by, "no reason")) == "invalid_choice"  # type: ignore[arg-type]
    claiming.skip(case, by, SkipReason.UNCLEAR)
    assert again(case).state == CaseState.TRIAGED
    assert claiming.claim_next(by) is None
    row = claiming.claim_next(other)
    assert row is not None
    claiming.release(case, other)
    past = timezone.now() - SKIP_LASTS - timedelta(seconds=1)
    Assignment.objects.filter(ended_as=EndedAs.SKIPPED).update(ended_at=past)
    assert claiming.claim_next(by) is not None


def test_nobody_sits_on_the_queue() -> None:
    by = reviewer()
    cases = waiting(CLAIMS_AT_ONCE + 1)
    for case in cases[:-1]:
        claiming.claim(case, by)
    assert code_of(lambda: claiming.claim(cases[-1], by)) == "claim_limit"


def test_a_case_in_which_a_decision_waits_for_a_second_person_is_not_offered() -> None:
    by, other = reviewer(), reviewer()
    case = waiting(1)[0]
    claiming.claim(case, by)
    ban = Wanted(
        SubjectKind(case.subject_kind), case.subject_id, ("hate_speech",), "It hates.",
        (Wish(ActionName.BAN),), case_id=case.pk,
    )  # fmt: skip
    waits = propose(wanted=ban, by=by)
    assert claiming.claim_next(reviewer()) is None
    approve(proposal=waits, by=other)
    assert again(case).state == CaseState.DECIDED


def test_each_step_leaves_an_audit_row_and_a_transition() -> None:
    by = reviewer()
    case = waiting(1)[0]
    claiming.claim(case, by)
    claiming.release(case, by)
    claiming.claim(case, by)
    claiming.skip(case, by, SkipReason.DISTRESS)
    claiming.claim(case, by)
    lease_over(case)
    claiming.return_idle()
    rows = AuditEvent.objects.filter(target=case.public_id).order_by("at", "pk")
    assert [(one.action.rpartition(".")[2], one.actor) for one in rows] == [
        ("claimed", by.public_id),
        ("released", by.public_id),
        ("claimed", by.public_id),
        ("skipped", by.public_id),
        ("claimed", by.public_id),
        ("idle", "system:clock"),
    ]
    assert rows[3].facts["why"] == SkipReason.DISTRESS
    steps = CaseTransition.objects.filter(subject_id=case.pk).order_by("at", "pk")
    assert [one.to_state for one in steps] == ["claimed", "triaged"] * 3


def test_the_database_knows_one_holder() -> None:
    case = waiting(1)[0]
    claiming.claim(case, reviewer())
    until = timezone.now() + CLAIM_LASTS
    with pytest.raises(IntegrityError, match="one_person_holds_a_case"), transaction.atomic():
        Assignment.objects.create(case=case, holder=reviewer().pk, leased_until=until)


def test_who_has_the_page_open_is_seen_for_a_moment() -> None:
    by, other = reviewer(), reviewer()
    case = waiting(1)[0]
    look(case, by)
    look(case, other)
    look(case, by)
    assert looking_at(case) == [by.pk, other.pk]
    case.presences.filter(person_id=by.pk).update(at=timezone.now() - timedelta(minutes=2))
    assert looking_at(case) == [other.pk]
    with pytest.raises(NotFound):
        look(case, cast.stranger())


def fine(case: Case) -> Wanted:
    return Wanted(
        SubjectKind(case.subject_kind),
        case.subject_id,
        ("hate_speech",),
        "It breaks no rule.",
        case_id=case.pk,
    )
