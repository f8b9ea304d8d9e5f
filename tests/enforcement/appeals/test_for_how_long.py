"""Element (a) of a statement of reasons, its duration (DSA, Article 17(3)(a)): each thing that
holds says until when, in the app and in the letter, and where it has no end that it has none."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail

from enforcement.actions.names import ActionName, Audience, Timing
from enforcement.actions.registry import ACTIONS, TEXTS
from tests.client import Api
from tests.enforcement.decisions.stage import DAY, Stage, decided, set_up, undone, wish

A = ActionName
ENDLESS = "Until we undo it."
LASTING = [one for one in ActionName if ACTIONS[one].lasts]


@pytest.fixture
def stage(db: None) -> Stage:
    return set_up()


def said(api: Api, stage: Stage, decision: Any, deliver: Callable[[], int]) -> tuple[str, str]:
    """In the app, of the first action, and in the last letter."""
    who = stage.people[0]
    body = api.get(f"/me/decisions/{decision.public_id}", as_=who).json()
    deliver()
    letters = [str(one.body) for one in mail.outbox if one.to == [who.email]]
    return body["actions"][0]["says"], letters[-1]


def test_what_is_only_said_or_counts_for_a_time_lasts_not() -> None:
    assert set(ActionName) - set(LASTING) == {A.WARN, A.STRIKE}


def test_only_what_always_ends_says_that_it_is_for_a_time() -> None:
    for one in ACTIONS.values():
        if "for a time" in str(TEXTS[one.notice(Audience.AUTHOR)]).lower():
            assert one.timing == Timing.MUST, one.name


@pytest.mark.parametrize(
    "name", [one for one in LASTING if ACTIONS[one].timing == Timing.MAY and one != A.PAUSE_CAMEO]
)
def test_with_and_without_an_end(
    name: ActionName, api: Api, stage: Stage, deliver: Callable[[], int]
) -> None:
    in_app, letter = said(api, stage, decided(stage, wish(name)), deliver)
    line = f"{TEXTS[ACTIONS[name].notice(Audience.AUTHOR)]} {ENDLESS}"
    assert in_app == line
    assert f"- {line}\n" in letter
    ending = decided(stage, wish(name, DAY))
    in_app, letter = said(api, stage, ending, deliver)
    assert ENDLESS not in in_app + letter
    assert " Until " in letter


def test_what_was_undone_and_what_is_only_said_are_without(
    api: Api, stage: Stage, deliver: Callable[[], int]
) -> None:
    warned, letter = said(api, stage, decided(stage, wish(A.WARN)), deliver)
    assert ENDLESS not in warned + letter
    removed = decided(stage, wish(A.REMOVE_POST))
    undone(stage, removed)
    in_app, _letter = said(api, stage, removed, deliver)
    assert ENDLESS not in in_app


def test_the_account_status_says_it_too(api: Api, stage: Stage) -> None:
    decided(stage, wish(A.LIMIT_UPLOADS))
    body = api.get("/me/account-status", as_=stage.people[0]).json()
    assert [one["says"] for one in body["actions"]] == [f"You cannot send pictures. {ENDLESS}"]
