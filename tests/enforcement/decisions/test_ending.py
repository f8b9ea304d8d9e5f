"""What ends by itself is lifted by a sweep: nobody reads an earlier end than that (E18)."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import User
from enforcement.actions.names import ActionName
from enforcement.api.decision_bodies import decision_json
from enforcement.models import ActionState, DecisionAction
from enforcement.shown_decisions import decisions_for
from enforcement.work.lifting import lift_ended
from inbox.models import Event
from lib.ending import STEP, told
from tests.client import Api
from tests.enforcement.decisions.stage import Stage, decided, set_up, wish

A = ActionName
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
START = datetime(2026, 11, 24, 13, 59, 31, 77, tzinfo=UTC)
END = re.compile(r"[Uu]ntil (\d+ \w+ \d{4}, \d\d:\d\d) UTC")


@pytest.mark.parametrize("seconds", range(0, 660, 37))
def test_what_is_told_is_a_whole_step_after_any_sweep_in_time(seconds: int) -> None:
    ends = timezone.now() + timedelta(seconds=seconds)
    said = told(ends)
    assert said.timestamp() % STEP.total_seconds() == 0
    assert timedelta(minutes=5) <= said - ends < timedelta(minutes=10)
    assert told(ends, lifted=ends + MINUTE) == said
    late = ends + timedelta(hours=1)
    assert late <= told(ends, lifted=late) < late + STEP


def test_a_sweep_that_is_late_moves_what_is_told(time_machine: Any) -> None:
    ends = timezone.now()
    time_machine.move_to(ends + timedelta(hours=2), tick=False)
    assert told(ends) > timezone.now()


def said_in(letter: str) -> set[datetime]:
    """Every end that a letter names."""
    return {
        datetime.strptime(one, "%d %B %Y, %H:%M").replace(tzinfo=UTC) for one in END.findall(letter)
    }


def test_a_letter_the_app_and_its_log_say_one_time_that_is_not_before_the_lifting(
    db: None, deliver: Callable[[], int], time_machine: Any
) -> None:
    time_machine.move_to(START, tick=False)
    stage: Stage = set_up()
    who = stage.people[0]
    decision = decided(stage, wish(A.SUSPEND, DAY), wish(A.LIMIT_POST, DAY))
    mail.outbox.clear()
    deliver()
    (letter,) = [str(one.body) for one in mail.outbox if one.to == [who.email]]
    (said,) = said_in(letter)
    assert said == datetime(2026, 11, 25, 14, 5, tzinfo=UTC)
    log = Event.objects.get(person_id=who.pk, type="decision.made")
    assert {one["until"] for one in log.data["actions"]} == {said.isoformat()}
    time_machine.move_to(START + DAY + MINUTE, tick=False)
    assert lift_ended() == 1
    row: Any
    for row in DecisionAction.objects.filter(decision=decision):
        assert row.state == ActionState.EXPIRED
        assert row.ended_at <= said
    assert User.objects.get(pk=who.pk).standing == "good"
    body = decision_json(decisions_for(who).get())
    assert {one["until"][:16] for one in body["actions"]} == {said.isoformat()[:16]}


def test_a_day_near_midnight_is_that_of_the_lifting(api: Api, db: None, time_machine: Any) -> None:
    time_machine.move_to(START.replace(hour=23), tick=False)
    stage = set_up()
    decided(stage, wish(A.LIMIT_POST, DAY))
    (row,) = api.get("/me/account-status", as_=stage.people[0]).json()["actions"]
    assert row["until"] == "2026-11-26"
