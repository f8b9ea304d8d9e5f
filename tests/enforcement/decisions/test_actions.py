"""Every action has its four parts, and its way back leads exactly to where it began (D-9)."""

from collections.abc import Callable
from typing import Any

import pytest

from enforcement.actions.base import Action
from enforcement.actions.names import ActionName, Audience
from enforcement.actions.registry import ACTIONS, TEXTS
from enforcement.models import ActionState
from lib.actors import Actor
from tests.enforcement.decisions.stage import (
    Stage,
    decided,
    effects,
    every_table,
    undone,
    wish,
)

DOES_NOTHING = {ActionName.WARN}


def test_every_name_is_an_action() -> None:
    assert set(ACTIONS) == set(ActionName)
    severities = [one.severity for one in ACTIONS.values()]
    assert severities == sorted(severities, reverse=True)
    assert len(set(severities)) == len(severities), "their order is said by them alone"


@pytest.mark.parametrize("name", list(ActionName))
def test_every_action_has_all_four(name: ActionName) -> None:
    action = ACTIONS[name]
    assert isinstance(action, Action)
    assert type(action).__module__ == f"enforcement.actions.{name.value}"
    assert callable(action.apply)
    assert callable(action.reverse)
    assert action.needs_second_reviewer(wish(name)) in {True, False}
    for audience in Audience:
        assert str(TEXTS[action.notice(audience)])


@pytest.mark.parametrize("name", list(ActionName))
def test_done_and_undone_is_as_if_it_never_happened(
    name: ActionName, stage: Stage, deliver: Callable[[], int]
) -> None:
    deliver()
    tables, before = every_table(), stage.untouched
    decision = decided(stage, wish(name))
    deliver()
    assert decision.actions.get(reached=None).state == ActionState.APPLIED
    if name not in DOES_NOTHING:
        assert effects(stage) != before
    undone(stage, decision)
    deliver()
    assert decision.actions.get(reached=None).state == ActionState.REVERSED
    assert effects(stage) == before
    after = every_table()
    changed = {label for label in tables if tables[label] != after[label]}
    assert changed == set(), {label: (tables[label], after[label]) for label in changed}


@pytest.mark.parametrize("name", list(ActionName))
def test_of_what_is_gone_nothing_is_left_to_do(name: ActionName, stage: Stage) -> None:
    """A deleted person, with their posts, films and cameo on the way out."""
    from accounts.services.deletion import delete_account
    from feed.work.people import erase

    standing: Any = decided(stage, wish(name))
    delete_account(person=stage.people[0], actor=Actor.person(stage.people[0].pk))
    erase(stage.people[0].pk)
    undone(stage, standing)
    assert standing.actions.get(reached=None).state == ActionState.REVERSED
