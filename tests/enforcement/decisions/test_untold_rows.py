"""What an action does in a case of child safety stands in no row of the audit that others than its
role read, and in nobody's archive: whichever action it is, however it begins and ends (E47)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from audit import exporting
from audit.models import AuditEvent
from audit.services import SEALED
from enforcement.actions.names import ActionName, Timing
from enforcement.actions.registry import ACTIONS
from enforcement.models import ActionState, Case, Decision, DecisionAction
from enforcement.reasons import Queue
from enforcement.triage.queues import DESKS
from enforcement.work.beginning import begin_due
from enforcement.work.lifting import lift_ended
from lib.ids import IdKind, encode
from tests.enforcement.decisions.stage import (
    DAY,
    Stage,
    child_case,
    decided,
    set_up,
    undone,
    wish,
)

A = ActionName
OPEN = [one for one in ActionName if one not in DESKS[Queue.CHILD_SAFETY].hidden]


@pytest.fixture
def stage(db: None, time_machine: Any) -> Stage:
    time_machine.move_to(timezone.now(), tick=False)
    return set_up()


def names_of(stage: Stage, case: Case) -> set[str]:
    """Of all that it is about, as ids of both kinds."""
    draft = stage.posts[0].draft
    assert draft is not None
    rows: list[Any] = [stage.people[0], stage.posts[0], stage.cameos[0], draft, draft.job, case]
    rows += Decision.objects.filter(case=case)
    keys = [stage.addresses[0], *(row.pk for row in rows)]
    address = encode(IdKind.CAMEO, stage.addresses[0])
    return {address, case.subject, *map(str, keys), *(row.public_id for row in rows)}


def tells(stage: Stage, case: Case, since: datetime) -> list[Any]:
    """Rows for everybody that name any of it, and what the person's archive has."""
    rows = AuditEvent.objects.filter(at__gte=since).exclude(facts__has_key=SEALED)
    names = names_of(stage, case)
    named = [
        (row.action, row.target, row.facts)
        for row in rows
        if row.target in names or any(name in str(row.facts) for name in names)
    ]
    mine = [row for row in exporting._rows(stage.people[0]) if row["at"] >= since]
    return [*named, *mine]


def begun(stage: Stage, time_machine: Any) -> datetime:
    """From a moment of its own: what the stage left is of before."""
    time_machine.shift(timedelta(seconds=1))
    return timezone.now()


@pytest.mark.parametrize("name", OPEN)
def test_done_and_undone_it_tells_nobody(
    name: ActionName, stage: Stage, deliver: Callable[[], int], time_machine: Any
) -> None:
    since = begun(stage, time_machine)
    case = child_case(stage, name)
    decision = decided(stage, wish(name), case_id=case.pk)
    deliver()
    assert decision.actions.get(reached=None).state == ActionState.APPLIED
    undone(stage, decision)
    deliver()
    assert AuditEvent.objects.filter(at__gte=since, facts__has_key=SEALED).exists()
    assert tells(stage, case, since) == []


@pytest.mark.parametrize("name", [one for one in OPEN if ACTIONS[one].may_wait])
def test_begun_later_and_over_by_itself_it_tells_nobody(
    name: ActionName, stage: Stage, deliver: Callable[[], int], time_machine: Any
) -> None:
    since = begun(stage, time_machine)
    case = child_case(stage, name)
    ends = ACTIONS[name].timing != Timing.NEVER
    decision = decided(stage, replace(wish(name, DAY), after=DAY), case_id=case.pk)
    time_machine.shift(DAY)
    assert begin_due() == 1
    time_machine.shift(DAY)
    assert lift_ended() == ends
    deliver()
    state = decision.actions.get().state
    assert state == (ActionState.EXPIRED if ends else ActionState.APPLIED)
    assert tells(stage, case, since) == []


def test_what_its_strikes_reach_tells_nobody(stage: Stage, time_machine: Any) -> None:
    """Strikes of other cases count beside it; what those reached themselves is told as ever."""
    decided(stage, wish(A.STRIKE))
    since = begun(stage, time_machine)
    case = child_case(stage, A.STRIKE)
    decision = decided(stage, wish(A.STRIKE), case_id=case.pk)
    steps = DecisionAction.objects.filter(decision=decision, reached__isnull=False)
    assert steps.get().name == A.SUSPEND
    assert tells(stage, case, since) == []
    time_machine.shift(7 * DAY)
    before = timezone.now()
    assert lift_ended() == 1
    assert steps.get().state == ActionState.EXPIRED
    ended = AuditEvent.objects.filter(at__gte=before).exclude(facts__has_key=SEALED)
    assert {row.facts.get("kind", row.facts.get("what")) for row in ended} <= {
        *("no_generation", A.LIMIT_GENERATION),
        None,
    }


@pytest.mark.parametrize("name", [A.LIMIT_GENERATION, A.DISABLE_REMIX, A.REMOVE_BIO, A.PAUSE_CAMEO])
def test_what_is_told_is_read_as_before(name: ActionName, stage: Stage, time_machine: Any) -> None:
    since = begun(stage, time_machine)
    undone(stage, decided(stage, wish(name)))
    rows = AuditEvent.objects.filter(at__gte=since)
    assert rows.exclude(action__startswith="enforcement.").count() == 2
    assert not rows.filter(facts__has_key=SEALED).exists()
