"""Fifty claim at once: real threads, real commits (E13)."""

import json
from collections import Counter
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from enforcement.limits import CLAIMS_AT_ONCE
from enforcement.models import Assignment, Case
from enforcement.reasons import Queue
from enforcement.services import claiming
from enforcement.states import WAITING, CaseState
from enforcement.subjects.kinds import SubjectKind
from lib.ids import new_id
from tests import cast
from tests.accounts.test_races import at_once
from tests.enforcement.queueing import reviewer, waiting
from tests.leaving.traces import as_owner

MANY = 50


@pytest.fixture
def desk(committing: None) -> list[Any]:
    return [reviewer() for _ in range(MANY)]


def test_of_fifty_who_claim_at_once_no_two_get_one_case_and_none_is_lost(desk: list[Any]) -> None:
    cases = waiting(MANY)
    rows = at_once(*[partial(claiming.claim_next, one) for one in desk])
    assert Counter(row.case_id for row in rows) == dict.fromkeys((one.pk for one in cases), 1)
    assert Counter(row.holder for row in rows) == dict.fromkeys((one.pk for one in desk), 1)
    assert Assignment.objects.filter(ended_at=None).count() == MANY
    assert not Case.objects.exclude(state=CaseState.CLAIMED).exists()


def test_of_fifty_who_want_the_one_case_one_gets_it(desk: list[Any]) -> None:
    case = waiting(1)[0]
    half = MANY // 2
    calls: list[Any] = [partial(claiming.claim_next, one) for one in desk[:half]]
    calls += [partial(claiming.claim, case, one) for one in desk[half:]]
    answers = at_once(*calls)
    rows = [one for one in answers if isinstance(one, Assignment)]
    assert len(rows) == 1
    assert set(answers) - {*rows} <= {None, "case_held"}
    assert claiming.holder_of(case) == rows[0].holder


@pytest.mark.usefixtures("committing")
def test_of_two_clicks_of_one_person_one_counts() -> None:
    by = reviewer()
    waiting(4)
    rows = at_once(*[partial(claiming.claim_next, by)] * 4)
    assert len({row.pk for row in rows}) == 1


@pytest.mark.usefixtures("committing")
def test_many_clicks_at_once_pass_no_limit() -> None:
    by = reviewer()
    for case in waiting(CLAIMS_AT_ONCE - 1, queue=Queue.LIKENESS):
        claiming.claim(case, by)
    others = [Queue.GENERAL, Queue.URGENT, Queue.INTIMATE, Queue.AGE]
    for queue in others:
        waiting(1, queue=queue)
    answers = at_once(*[partial(claiming.claim_next, by, queue) for queue in others])
    assert answers.count("claim_limit") == len(others) - 1
    assert Assignment.objects.filter(holder=by.pk, ended_at=None).count() == CLAIMS_AT_ONCE


@pytest.mark.usefixtures("committing")
def test_a_lease_that_ends_while_it_is_renewed_has_one_holder() -> None:
    desk = [reviewer() for _ in range(11)]
    case = waiting(1)[0]
    claiming.claim(case, desk[0])
    Assignment.objects.update(leased_until=timezone.now())
    sweeps = [claiming.return_idle] * 10
    renewals = [partial(claiming.renew, case, desk[0])] * 10
    takes = [partial(claiming.claim_next, one) for one in desk[1:11]]
    answers = at_once(*sweeps, *renewals, *takes)
    assert answers.count("case_not_held") == len(renewals)
    live = Assignment.objects.filter(ended_at=None)
    assert live.count() <= 1
    assert Case.objects.get().state == (CaseState.CLAIMED if live else CaseState.TRIAGED)


@pytest.mark.django_db
@pytest.mark.parametrize("queue", [None, Queue.LIKENESS])
def test_an_index_answers_whose_turn_it_is(queue: Queue | None) -> None:
    by, owner = reviewer(), cast.creator()
    queues = [one for one in Queue if one != Queue.CHILD_SAFETY]
    states = [CaseState.OPEN, CaseState.TRIAGED, CaseState.CLAIMED]
    Case.objects.bulk_create(
        Case(
            subject_kind=SubjectKind.POST,
            subject_id=new_id(),
            owner_id=owner.pk,
            queue=queues[number % len(queues)],
            state=states[number // 7 % 3],
            priority=number % 101,
            sla_due_at=timezone.now(),
        )
        for number in range(5_000)
    )
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ANALYZE enforcement_case")
    rows = claiming.turn(by, queue, at_least=0)[:1]
    (plan,) = json.loads(rows.explain(format="json", analyze=True))
    nodes = list(walk(plan["Plan"]))
    assert not [one for one in nodes if one["Node Type"] == "Sort"], json.dumps(plan, indent=1)
    (read,) = [one for one in nodes if one.get("Relation Name") == "enforcement_case"]
    assert read["Node Type"] == "Index Scan"
    assert read["Index Name"] in {"cases_by_whose_turn_it_is", "cases_by_queue_and_priority"}
    assert read["Actual Rows"] == 1
    row = claiming.claim_next(by, queue)
    assert row is not None
    best = Case.objects.filter(state__in=sorted(WAITING), **({"queue": queue} if queue else {}))
    assert row.case.priority >= max(best.values_list("priority", flat=True))


def walk(plan: Any) -> Any:
    yield plan
    for part in plan.get("Plans", []):
        yield from walk(part)
