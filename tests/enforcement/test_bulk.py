"""Many cases decided alike, and undone (E35)."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from time_machine import travel

from accounts.models import User
from audit.models import AuditEvent
from enforcement.actions.base import Wish
from enforcement.actions.names import ActionName
from enforcement.limits import BULK_ALONE, BULK_AT_MOST, BULK_WINDOW, PROPOSAL_WAITS
from enforcement.models import Batch, BatchState, Case, Decision
from enforcement.reasons import Queue
from enforcement.services import bulk, claiming
from enforcement.services.bulk import Alike, phrase
from enforcement.services.cases import ensure_case
from enforcement.services.deciding import overturn
from enforcement.states import CaseState
from enforcement.subjects.kinds import SubjectKind
from enforcement.subjects.registry import subject_of
from enforcement.work import batches
from feed.models import Post
from lib.errors import DomainError, NotFound
from tests.enforcement.decisions.stage import Stage, effects, set_up
from tests.enforcement.queueing import reviewer, waiting

pytestmark = pytest.mark.django_db
RIGHTS = ("handle_case", "decide_in_bulk")
FINE = Alike(("hate_speech",), "It breaks no rule.", note="a brigade")
REMOVED = Alike(
    ("hate_speech",), "It hates.", (Wish(ActionName.REMOVE_POST), Wish(ActionName.WARN))
)


def lead() -> User:
    return reviewer(*RIGHTS)


def planned(cases: list[Case], by: User, alike: Alike = FINE) -> Batch:
    return bulk.plan(cases=[one.pk for one in cases], alike=alike, by=by)


def code_of(call: Callable[[], Any]) -> str:
    with pytest.raises(DomainError) as refused:
        call()
    return refused.value.code.value


def fresh(batch: Batch) -> Batch:
    return Batch.objects.get(pk=batch.pk)


def about_posts(stage: Stage) -> list[Case]:
    due = timezone.now() + timedelta(days=1)
    cases = []
    for post in stage.posts:
        target = subject_of(SubjectKind.POST).known(post.pk)
        assert target is not None
        with transaction.atomic():
            cases.append(ensure_case(target, queue=Queue.GENERAL, severity=50, due_at=due))
    return cases


def test_a_dry_run_counts_and_decides_nothing(deliver: Callable[[], int]) -> None:
    by = lead()
    cases, decided = waiting(3), waiting(1, state=CaseState.CLOSED, closed_at=timezone.now())
    child = waiting(1, queue=Queue.CHILD_SAFETY, diverted=True)
    own = waiting(1, owner=by)
    held = waiting(1)
    claiming.claim(held[0], reviewer())
    batch = planned(cases + decided + child + own + held, by)
    deliver()
    assert phrase(batch) == "decide 3"
    codes = {item.case_id: item.refused for item in batch.items.all()}
    assert codes == {
        **dict.fromkeys((one.pk for one in cases), ""),
        decided[0].pk: "stale_state",
        held[0].pk: "case_held",
    }
    assert not Decision.objects.exists()
    assert not Case.objects.filter(state=CaseState.DECIDED).exists()


def test_child_safety_is_decided_one_by_one() -> None:
    by = reviewer(*RIGHTS, "handle_child_safety")
    child = waiting(1, queue=Queue.CHILD_SAFETY, diverted=True)
    assert planned(child, by).items.get().refused == "permission_denied"


def test_what_was_typed_must_be_what_stands_there() -> None:
    by = lead()
    batch = planned(waiting(2), by)
    for typed in ("", "decide", "decide 3", "undo 2", "Decide 2"):
        said = partial(bulk.confirm, batch=batch, by=by, typed=typed)
        assert code_of(said) == "invalid"
    assert fresh(batch).state == BatchState.PLANNED
    assert code_of(lambda: bulk.confirm(batch=batch, by=lead(), typed="decide 2")) == (
        "permission_denied"
    )
    assert bulk.confirm(batch=batch, by=by, typed="decide 2").state == BatchState.RUNNING
    assert code_of(lambda: bulk.confirm(batch=batch, by=by, typed="decide 2")) == "stale_state"


def test_each_case_has_a_decision_of_its_own_and_all_are_undone(
    deliver: Callable[[], int],
) -> None:
    stage = set_up()
    before = effects(stage)
    by = lead()
    cases = about_posts(stage)
    batch = planned(cases, by, REMOVED)
    bulk.confirm(batch=batch, by=by, typed="decide 2")
    deliver()
    assert fresh(batch).state == BatchState.DONE
    assert fresh(batch).words is None
    decisions = list(Decision.objects.order_by("pk"))
    assert {one.case_id for one in decisions} == {one.pk for one in cases}
    assert {one.decided_by for one in decisions} == {by.public_id}
    assert {item.decision for item in batch.items.all()} == set(decisions)
    changed = effects(stage)
    assert [one["down"] for one in changed["posts"]] == [True, True]
    other = lead()
    assert phrase(fresh(batch)) == "undo 2"
    assert (
        code_of(lambda: bulk.undo(batch=batch, by=other, statement="Wrong.", typed="undo"))
        == "invalid"
    )
    assert (
        code_of(lambda: bulk.undo(batch=batch, by=other, statement=" ", typed="undo 2"))
        == "required"
    )
    bulk.undo(batch=batch, by=other, statement="We were wrong.", typed="undo 2")
    deliver()
    assert fresh(batch).state == BatchState.UNDONE
    assert effects(stage) == before
    assert Decision.objects.filter(supersedes__in=decisions).count() == 2


def test_what_changed_meanwhile_is_left_out_and_said(deliver: Callable[[], int]) -> None:
    by = lead()
    same, reported, decided, held = waiting(4)
    batch = planned([same, reported, decided, held], by)
    bulk.confirm(batch=batch, by=by, typed="decide 4")
    Case.objects.filter(pk=reported.pk).update(report_count=7)
    alone = planned([decided], by)
    batches.run(bulk.confirm(batch=alone, by=by, typed="decide 1").pk)
    claiming.claim(held, reviewer())
    deliver()
    codes = {item.case_id: item.refused for item in batch.items.all()}
    assert codes == {
        same.pk: "",
        reported.pk: bulk.CHANGED,
        decided.pk: bulk.CHANGED,
        held.pk: "case_held",
    }
    assert Decision.objects.count() == 2
    assert fresh(batch).state == BatchState.DONE
    assert phrase(fresh(batch)) == "undo 1"


def test_what_was_overturned_already_is_not_undone_twice(deliver: Callable[[], int]) -> None:
    stage = set_up()
    by = lead()
    batch = planned(about_posts(stage), by, REMOVED)
    bulk.confirm(batch=batch, by=by, typed="decide 2")
    deliver()
    first = Decision.objects.order_by("pk").first()
    assert first is not None
    overturn(decision=first, statement="Wrong.", by=stage.judge)
    bulk.undo(batch=batch, by=by, statement="Wrong.", typed="undo 2")
    deliver()
    assert sorted(item.undo_refused for item in batch.items.all()) == ["", "stale_state"]
    assert Decision.objects.filter(supersedes__isnull=False).count() == 2


def test_many_take_two_people(deliver: Callable[[], int]) -> None:
    by, other = lead(), lead()
    cases = waiting(BULK_ALONE + 1)
    batch = planned(cases, by)
    row = bulk.confirm(batch=batch, by=by, typed=f"decide {BULK_ALONE + 1}")
    assert row.state == BatchState.WAITING
    deliver()
    assert not Decision.objects.exists()
    assert code_of(lambda: bulk.approve(batch=batch, by=by)) == "not_allowed_for_self"
    assert code_of(lambda: bulk.approve(batch=batch, by=reviewer())) == "permission_denied"
    blind = reviewer("decide_in_bulk", "handle_child_safety")
    with pytest.raises(NotFound):
        bulk.approve(batch=batch, by=blind)
    bulk.approve(batch=batch, by=other)
    deliver()
    assert Decision.objects.count() == BULK_ALONE + 1
    assert fresh(batch).approved_by == other.pk


@pytest.mark.parametrize("third", [True, False])
def test_whoever_planned_what_took_two_does_not_undo_it(
    third: bool, deliver: Callable[[], int]
) -> None:
    by, other = lead(), lead()
    batch = planned(waiting(BULK_ALONE + 1), by)
    bulk.confirm(batch=batch, by=by, typed=f"decide {BULK_ALONE + 1}")
    bulk.approve(batch=batch, by=other)
    deliver()
    typed = f"undo {BULK_ALONE + 1}"
    undo = partial(bulk.undo, batch=batch, statement="Wrong.", typed=typed)
    assert code_of(partial(undo, by=by)) == "not_allowed_for_self"
    deliver()
    assert not Decision.objects.exclude(supersedes=None).exists()
    undo(by=lead() if third else other)
    deliver()
    assert Decision.objects.exclude(supersedes=None).count() == BULK_ALONE + 1


def test_several_small_ones_count_together(deliver: Callable[[], int]) -> None:
    by, start = lead(), timezone.now()

    def confirmed(number: int, who: User) -> Batch:
        batch = planned(waiting(number), who)
        return bulk.confirm(batch=batch, by=who, typed=f"decide {number}")

    assert confirmed(6, by).state == BatchState.RUNNING
    assert confirmed(4, by).state == BatchState.RUNNING
    deliver()
    third = confirmed(1, by)
    assert third.state == BatchState.WAITING, "the eleventh within a day"
    assert confirmed(10, lead()).state == BatchState.RUNNING, "each has their own"
    second = lead()
    bulk.approve(batch=third, by=second)
    assert confirmed(10, second).state == BatchState.RUNNING, "to approve is not to plan"
    with travel(start + BULK_WINDOW + timedelta(hours=1), tick=False):
        assert confirmed(10, by).state == BatchState.RUNNING


def test_a_thing_that_changed_since_the_dry_run_is_left_out(deliver: Callable[[], int]) -> None:
    stage, by = set_up(), lead()
    batch = planned(about_posts(stage), by, REMOVED)
    Post.objects.filter(pk=stage.posts[0].pk).update(caption="Other words since.")
    bulk.confirm(batch=batch, by=by, typed="decide 2")
    deliver()
    codes = {item.case.subject_id: item.refused for item in batch.items.select_related("case")}
    assert codes == {stage.posts[0].pk: "changed", stage.posts[1].pk: ""}


def test_what_takes_two_people_or_more_words_is_no_choice() -> None:
    by = lead()
    cases = waiting(2)
    for name in (ActionName.BAN, ActionName.STRIKE, ActionName.SUSPEND, ActionName.BANK_HASHES):
        alike = Alike(("hate_speech",), "It hates.", (Wish(name),))
        assert code_of(partial(planned, cases, by, alike)) == "invalid"
    assert code_of(lambda: planned([], by)) == "required"
    assert code_of(lambda: planned(waiting(BULK_AT_MOST + 1), by)) == "max_value"
    assert code_of(lambda: planned(cases, reviewer())) == "permission_denied"


def test_a_protected_account_is_left_out(deliver: Callable[[], int]) -> None:
    by = lead()
    case = waiting(1)[0]
    User.objects.filter(pk=case.owner_id).update(is_protected=True)
    batch = planned([case], by)
    bulk.confirm(batch=batch, by=by, typed="decide 1")
    deliver()
    assert batch.items.get().refused == "second_approval_required"
    assert not Decision.objects.exists()


def test_run_twice_or_begun_again_it_decides_once(as_worker: Any) -> None:
    by = lead()
    batch = planned(waiting(3), by)
    bulk.confirm(batch=batch, by=by, typed="decide 3")
    Batch.objects.update(asked_at=timezone.now() - timedelta(hours=1))
    with as_worker():
        assert batches.run_late() == 1
        batches.run(batch.pk)
        batches.run(batch.pk)
        assert batches.run_late() == 0
    assert Decision.objects.count() == 3


def test_what_nobody_confirms_goes_with_its_words(as_worker: Any) -> None:
    by = lead()
    batch, dropped = planned(waiting(1), by), planned(waiting(1), by)
    bulk.drop(batch=dropped, by=lead())
    assert (fresh(dropped).state, fresh(dropped).words) == (BatchState.DROPPED, None)
    with as_worker():
        assert batches.drop_old() == 0
        Batch.objects.update(asked_at=timezone.now() - PROPOSAL_WAITS - timedelta(seconds=1))
        assert batches.drop_old() == 1
    assert (fresh(batch).state, fresh(batch).words) == (BatchState.DROPPED, None)


def test_each_step_is_audited(deliver: Callable[[], int]) -> None:
    by = lead()
    batch = planned(waiting(1), by)
    bulk.confirm(batch=batch, by=by, typed="decide 1")
    deliver()
    bulk.undo(batch=batch, by=by, statement="Wrong.", typed="undo 1")
    deliver()
    rows = AuditEvent.objects.filter(target=batch.public_id).order_by("at", "pk")
    assert [(one.action.rpartition(".")[2], one.actor) for one in rows] == [
        ("planned", by.public_id),
        ("running", by.public_id),
        ("undoing", by.public_id),
    ]
    assert AuditEvent.objects.filter(action="enforcement.decision.made").count() == 2
