"""Another decision in the place of one at the desk: nothing becomes endless, or comes back, by a
form that was filled in for whoever decides."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from enforcement.actions.base import Wish
from enforcement.actions.names import ActionName
from enforcement.admin.deciding.forms import UNSAID
from enforcement.models import ActionState, Decision, DecisionSource, Ground
from enforcement.work.beginning import begin_due
from enforcement.work.lifting import lift_ended
from tests.enforcement.decisions.stage import DAY, Stage, chief, decided, set_up, undone, wish
from tests.enforcement.desk.pages import ROOT, do, preview, read, through
from tests.staff import at_the_desk

A = ActionName


@pytest.fixture
def stage(db: None, time_machine: Any) -> Stage:
    time_machine.move_to(timezone.now(), tick=False)
    return set_up()


@pytest.fixture
def desk(stage: Stage) -> Client:
    return at_the_desk(chief())


def page(decision: Decision) -> str:
    return f"{ROOT}/decision/{decision.public_id}/replace/"


def ticked(shown: Any) -> set[str]:
    return set(re.findall(r'name="do_(\w+)"[^>]*checked', shown.content.decode()))


def offered(shown: Any, field: str) -> list[tuple[str, str]]:
    """The first two choices of it."""
    select = re.search(rf'<select[^>]*name="{field}".*?</select>', shown.content.decode(), re.S)
    assert select is not None
    found = re.findall(r'<option value="([^"]*)"[^>]*>\s*([^<]*?)\s*</option>', select[0])
    return found[:2]


def again(decision: Decision) -> Any:
    return Decision.objects.get(supersedes=decision).actions.get()


def test_what_holds_or_waits_is_ticked_and_what_is_over_is_not(
    stage: Stage, time_machine: Any
) -> None:
    waits = replace(wish(A.LABEL_POST), after=9 * DAY)
    ends = wish(A.LIMIT_POST, DAY)
    decision = decided(stage, ends, waits, wish(A.DISABLE_REMIX), wish(A.LIMIT_CAMEOS, 3 * DAY))
    time_machine.shift(2 * DAY)
    assert lift_ended() == 1
    states = dict(decision.actions.values_list("name", "state"))
    assert (states["limit_post"], states["label_post"]) == ("expired", "waiting")
    assert ticked(at_the_desk(chief()).get(page(decision))) == {
        "label_post",
        "disable_remix",
        "limit_cameos",
    }


def test_what_was_gone_is_not_ticked(stage: Stage, time_machine: Any) -> None:
    waits = replace(wish(A.SUSPEND, timedelta(hours=1)), after=DAY)
    decision = decided(stage, waits, wish(A.DISABLE_REMIX))
    time_machine.shift(2 * DAY)
    assert begin_due() == 1
    assert decision.actions.get(name="suspend").state == ActionState.MOOT
    assert ticked(at_the_desk(chief()).get(page(decision))) == {"disable_remix"}


@pytest.mark.parametrize(("span", "lasts"), [("0", None), ("72", timedelta(hours=72))])
def test_for_how_long_is_chosen_anew_where_it_had_an_end(
    stage: Stage, desk: Client, span: str, lasts: timedelta | None
) -> None:
    decision = decided(stage, wish(A.LIMIT_POST, 7 * DAY))
    end = decision.at + 7 * DAY
    first, endless = offered(desk.get(page(decision)), "span_limit_post")
    assert first == ("", f"Choose (it ends {end:%Y-%m-%d %H:%M:%S} UTC)")
    assert endless == ("0", "Until it is undone")
    mine = {"do_limit_post": "on"}
    assert UNSAID in read(preview(desk, page(decision), **mine))
    through(desk, page(decision), **mine, span_limit_post=span)
    row = again(decision)
    assert row.until == (row.decision.at + lasts if lasts else None)


def test_from_when_is_chosen_anew_where_it_waits(stage: Stage, desk: Client) -> None:
    decision = decided(stage, replace(wish(A.REMOVE_POST), after=7 * DAY))
    first, at_once = offered(desk.get(page(decision)), "after_remove_post")
    assert first[1].startswith("Choose (it begins ")
    assert at_once == ("0", "With the decision")
    mine = {"do_remove_post": "on"}
    refused = preview(desk, page(decision), **mine)
    assert UNSAID in read(refused)
    assert UNSAID in read(do(desk, page(decision), refused, **mine))
    through(desk, page(decision), **mine, after_remove_post="72")
    row = again(decision)
    assert (row.state, row.begins_at) == (ActionState.WAITING, row.decision.at + 3 * DAY)


def test_what_had_no_end_is_as_it_was(stage: Stage, desk: Client) -> None:
    decision = decided(stage, wish(A.LIMIT_POST))
    assert offered(desk.get(page(decision)), "span_limit_post")[0] == ("", "Until it is undone")
    through(desk, page(decision), do_limit_post="on")
    assert again(decision).until is None


def test_the_law_and_the_order_stand_there(stage: Stage, desk: Client) -> None:
    """And what was undone is not ticked."""
    more: dict[str, Any] = {"ground": Ground.LAW, "source": DecisionSource.LEGAL}
    more |= {"legal_ground": "Order 12/3", "no_appeal": True}
    decision = decided(stage, Wish(A.REMOVE_POST), **more)
    undone(stage, decision)
    shown = desk.get(page(decision)).content.decode()
    assert 'value="Order 12/3"' in shown
    assert re.search(r'name="no_appeal"[^>]*checked', shown)
    for value in ("law", "legal"):
        assert re.search(rf'<option value="{value}" selected', shown), value
    assert "remove_post" not in ticked(desk.get(page(decision)))
