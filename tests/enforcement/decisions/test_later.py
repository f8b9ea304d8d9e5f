"""Actions that begin later than their decision (E17)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from enforcement.actions.base import Wish
from enforcement.actions.names import ActionName
from enforcement.actions.registry import ACTIONS
from enforcement.models import ActionState, Decision
from enforcement.services.deciding import decide
from enforcement.wanted import as_json, from_json
from enforcement.work.beginning import begin_due
from enforcement.work.lifting import lift_ended
from feed.models import Post
from inbox.models import Event
from lib.errors import DomainError
from tests.client import Api
from tests.enforcement.decisions.stage import (
    DAY,
    Stage,
    decided,
    effects,
    undone,
    wanted,
    wish,
)

A = ActionName
MAY_WAIT = [one for one in ActionName if ACTIONS[one].may_wait]
HOUR = timedelta(hours=1)


@pytest.fixture
def stage(stage: Stage, time_machine: Any) -> Stage:
    time_machine.move_to(timezone.now(), tick=False)
    return stage


def later(name: ActionName, after: timedelta = DAY) -> Wish:
    return replace(wish(name), after=after)


def told(stage: Stage) -> list[str]:
    rows = Event.objects.filter(person_id=stage.people[0].pk, type__startswith="decision.")
    return list(rows.order_by("number").values_list("type", flat=True))


def row_of(decision: Decision) -> Any:
    return decision.actions.get()


@pytest.mark.parametrize("name", MAY_WAIT)
def test_it_begins_in_its_moment_and_once(
    name: ActionName, stage: Stage, time_machine: Any
) -> None:
    now, before = timezone.now(), stage.untouched
    decision = decided(stage, later(name))
    assert (row_of(decision).state, effects(stage)) == (ActionState.WAITING, before)
    time_machine.move_to(now + DAY - timedelta(seconds=1), tick=False)
    assert begin_due() == 0
    assert effects(stage) == before
    time_machine.move_to(now + DAY, tick=False)
    assert (begin_due(), begin_due()) == (1, 0), "delivered twice it begins once"
    assert effects(stage) != before
    assert row_of(decision).state == ActionState.APPLIED
    assert told(stage) == ["decision.made", "decision.action_begun"]
    undone(stage, decision)
    assert effects(stage) == before


@pytest.mark.parametrize(
    ("name", "after"),
    [
        *((one, DAY) for one in ActionName if one not in MAY_WAIT),
        (A.REMOVE_POST, HOUR - timedelta(seconds=1)),
        (A.REMOVE_POST, timedelta(days=31)),
    ],
)
def test_what_does_not_wait_or_not_so_long(
    name: ActionName, after: timedelta, stage: Stage
) -> None:
    with pytest.raises(DomainError) as refused:
        decide(wanted=wanted(stage, later(name, after)), by=stage.judge)
    assert (refused.value.code, refused.value.attr) == ("invalid", "after")
    assert not Decision.objects.exists()


def test_what_is_superseded_first_never_begins(stage: Stage, time_machine: Any) -> None:
    now, before = timezone.now(), stage.untouched
    decision = decided(stage, later(A.REMOVE_POST))
    second = undone(stage, decision)
    time_machine.move_to(now + 2 * DAY, tick=False)
    assert begin_due() == 0
    assert effects(stage) == before
    row = row_of(decision)
    assert (row.state, row.reversed_by) == (ActionState.REVERSED, second)


def test_one_now_and_another_later(api: Api, stage: Stage, time_machine: Any) -> None:
    """A notice beside the post at once; where nothing changes it goes in a day, for another."""
    now = timezone.now()
    decision = decided(stage, wish(A.LABEL_POST), later(A.REMOVE_POST))
    body = api.get(f"/me/decisions/{decision.public_id}", as_=stage.people[0]).json()
    gone, labelled = body["actions"]
    assert (gone["text"], gone["state"]) == ("remove_post.author", "coming")
    assert gone["begins"].startswith((now + DAY).isoformat()[:19])
    assert (labelled["state"], labelled["begins"]) == ("done", None)
    data = Event.objects.get(person_id=stage.people[0].pk, type="decision.made").data
    assert [one["from"] is None for one in data["actions"]] == [False, True]
    time_machine.move_to(now + DAY, tick=False)
    begin_due()
    assert Post.objects.get(pk=stage.posts[0].pk).state == "taken_down"


def test_it_ends_when_it_was_said_to(stage: Stage, time_machine: Any) -> None:
    now, before = timezone.now(), stage.untouched
    decision = decided(stage, replace(wish(A.SUSPEND, 2 * DAY), after=DAY))
    assert row_of(decision).until == now + 3 * DAY
    time_machine.move_to(now + 2 * DAY, tick=False)
    begin_due()
    assert User.objects.get(pk=stage.people[0].pk).state == "suspended"
    time_machine.move_to(now + 3 * DAY, tick=False)
    lift_ended()
    assert effects(stage) == before


def test_what_was_over_before_anybody_came_by_is_not_begun(stage: Stage, time_machine: Any) -> None:
    now, before = timezone.now(), stage.untouched
    decision = decided(stage, replace(wish(A.SUSPEND, DAY), after=DAY))
    time_machine.move_to(now + 2 * DAY, tick=False)
    assert begin_due() == 1
    assert (row_of(decision).state, effects(stage)) == (ActionState.MOOT, before)
    assert told(stage) == ["decision.made"]


def test_of_an_account_that_is_protected_since_one_alone_closes_nothing(
    stage: Stage, time_machine: Any
) -> None:
    now = timezone.now()
    decision = decided(stage, later(A.SUSPEND))
    User.objects.filter(pk=stage.people[0].pk).update(is_protected=True)
    time_machine.move_to(now + DAY, tick=False)
    begin_due()
    assert row_of(decision).state == ActionState.MOOT
    assert User.objects.get(pk=stage.people[0].pk).state == "good"


def test_what_two_agreed_on_begins_for_a_protected_account(stage: Stage, time_machine: Any) -> None:
    now = timezone.now()
    decided(stage, later(A.BAN))
    User.objects.filter(pk=stage.people[0].pk).update(is_protected=True)
    time_machine.move_to(now + DAY, tick=False)
    begin_due()
    assert User.objects.get(pk=stage.people[0].pk).state == "banned"


def test_killed_at_any_line_it_happens_once(
    stage: Stage, time_machine: Any, monkeypatch: Any, deliver: Callable[[], int]
) -> None:
    """At each call on the way nothing remains; the next round does all of it, and tells once."""
    now, before = timezone.now(), stage.untouched
    decision = decided(stage, later(A.SUSPEND), later(A.REMOVE_POST))
    time_machine.move_to(now + DAY, tick=False)
    names = list(told(stage))
    places = (
        "enforcement.services.applying._target",
        "enforcement.actions.suspend.Suspend.apply",
        "enforcement.actions.remove_post.RemovePost.apply",
        "enforcement.services.applying.advance",
        "enforcement.work.beginning.mail_if_moved",
        "enforcement.work.beginning.record",
        "enforcement.work.beginning.tell_begun",
    )
    for place in places:
        with monkeypatch.context() as killed:
            killed.setattr(place, lambda *_a, **_k: 1 / 0)
            assert begin_due() == 0
        assert (effects(stage), told(stage)) == (before, names), place
    assert begin_due() == 1
    assert begin_due() == 0
    assert set(decision.actions.values_list("state", flat=True)) == {ActionState.APPLIED}
    assert told(stage) == [*names, *["decision.action_begun"] * 2]


def test_a_proposal_keeps_when(stage: Stage) -> None:
    what = wanted(stage, later(A.BAN))
    assert from_json(as_json(what)) == what
