"""A day that is over gives the same file of statements, whatever begins, ends or is undone
since."""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from enforcement.actions.base import Wish
from enforcement.actions.names import ActionName
from enforcement.dsa.statements import puid_of
from enforcement.dsa.taking_out import taken_out
from enforcement.dsa.writing import Form
from enforcement.models import ActionState, DecisionAction
from enforcement.work.beginning import begin_due
from enforcement.work.lifting import lift_ended
from lib.actors import Actor
from tests.enforcement.decisions.stage import DAY, Stage, decided, set_up, undone, wish

A = ActionName


@pytest.fixture
def stage(db: None, time_machine: Any) -> Stage:
    noon = timezone.now().replace(hour=12, minute=0, second=0, microsecond=0)
    time_machine.move_to(noon, tick=False)
    return set_up()


def file_of(day: date) -> str:
    return taken_out(day, day, Form.JSONL, actor=Actor.system("tests"))[0]


def found(day: date) -> dict[str, Any]:
    """Statements of a day by their puid."""
    return {one["puid"]: one for one in map(json.loads, file_of(day).splitlines())}


def today() -> date:
    return timezone.now().date()


def later(name: ActionName, days: int) -> Wish:
    return replace(wish(name, 3 * DAY), after=days * DAY)


def test_what_begins_later_is_of_the_day_on_which_it_begins(
    stage: Stage, time_machine: Any
) -> None:
    first = today()
    both = decided(stage, wish(A.DISABLE_REMIX), later(A.LIMIT_CAMEOS, 2))
    alone = decided(stage, later(A.LIMIT_GENERATION, 2), who=1)
    never = decided(stage, later(A.LIMIT_POST, 2), who=1)
    assert list(found(first)) == [puid_of(both)]
    time_machine.shift(DAY)
    undone(stage, never)
    time_machine.shift(DAY)
    assert begin_due() == 2
    rows = [both.actions.get(name=A.LIMIT_CAMEOS), alone.actions.get()]
    statements = found(today())
    assert set(statements) == {puid_of(row) for row in rows}
    one = statements[puid_of(rows[1])]
    assert one["application_date"] == today().isoformat()
    assert one["end_date_service_restriction"] == (today() + 3 * DAY).isoformat()
    assert one["decision_facts"].endswith("Done was: Close to them: make videos.")
    assert list(found(first)) == [puid_of(both)]
    assert "decision_provision" not in found(first)[puid_of(both)]


def test_what_begins_late_is_of_the_day_on_which_it_does(stage: Stage, time_machine: Any) -> None:
    decision = decided(stage, later(A.LIMIT_POST, 1))
    said = today() + DAY
    time_machine.shift(2 * DAY)
    assert found(said) == {}
    begin_due()
    assert (found(said), list(found(today()))) == ({}, [puid_of(decision.actions.get())])


def test_the_same_days_give_the_same_files(stage: Stage, time_machine: Any) -> None:
    files: dict[date, str] = {}

    def night() -> None:
        """The day is over: its file is taken, and those before are as they were."""
        day = today()
        time_machine.shift(DAY)
        begin_due()
        lift_ended()
        files[day] = file_of(day)
        assert {one: file_of(one) for one in files} == files

    strikes = []
    for _ in range(3):
        time_machine.shift(timedelta(seconds=1))
        strikes.append(decided(stage, Wish(A.STRIKE, value="serious")))
    waits = decided(stage, wish(A.LABEL_POST), later(A.LIMIT_POST, 2), who=1)
    replaced = decided(stage, later(A.LIMIT_UPLOADS, 1), who=1)
    dropped = decided(stage, later(A.DISABLE_DOWNLOAD, 2), wish(A.DISABLE_REMIX), who=1)
    short = decided(stage, wish(A.RESTRICT_AGE, DAY), who=1)
    night()
    undone(stage, strikes[1])  # the third reaches less since: an action of its decision, today
    step = DecisionAction.objects.get(reached=3, state=ActionState.APPLIED)
    assert (step.decision, step.begins_at) == (strikes[2], timezone.now())
    undone(stage, dropped)
    night()
    undone(stage, replaced)
    night()
    undone(stage, waits)
    undone(stage, strikes[0])
    assert short.actions.get().state == ActionState.EXPIRED
    for _ in range(3):
        night()
    puids = [json.loads(line)["puid"] for text in files.values() for line in text.splitlines()]
    assert len(puids) == len(set(puids))
    own = {puid_of(one) for one in (strikes[1], strikes[2], waits, dropped, short)}
    begun = {puid_of(step), puid_of(replaced.actions.get())}
    begun.add(puid_of(waits.actions.get(name=A.LIMIT_POST)))
    assert set(puids) == own | begun
