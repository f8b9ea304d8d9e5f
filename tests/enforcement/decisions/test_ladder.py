"""The strike ladder (E20)."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from accounts.models import User
from enforcement.actions.base import Wish
from enforcement.actions.names import ActionName
from enforcement.ladder import LEVELS, Given, next_threshold_text, reached, total
from enforcement.models import DecisionAction
from tests.enforcement.decisions.stage import Stage, decided, of_person, undone, wish

START = datetime(2030, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def given(*said: tuple[str, int]) -> list[Given]:
    """Level and day of each."""
    return [
        Given(UUID(int=place), level, at := START + day * DAY, at + LEVELS[level].decays)
        for place, (level, day) in enumerate(said)
    ]


# Strikes by level and day; points on the last day; the thresholds that were reached, by strike
TABLE: list[tuple[list[tuple[str, int]], int, list[tuple[int, int]]]] = [
    ([], 0, []),
    ([("minor", 0)], 0, []),
    ([("minor", 0), ("minor", 1)], 0, []),
    ([("minor", 0), ("minor", 1), ("minor", 2)], 1, []),
    ([("serious", 0)], 2, []),
    ([("serious", 0), ("serious", 1)], 4, [(1, 3)]),
    # Once: the third and fourth stay above three points.
    ([("serious", 0), ("serious", 1), ("serious", 2)], 6, [(1, 3), (2, 6)]),
    ([("grave", 0), ("serious", 1), ("minor", 2)], 6, [(0, 3), (1, 6)]),
    ([("grave", 0), ("grave", 0)], 8, [(0, 3), (1, 6)]),
    # What expired counts no more; what is reached anew is reached anew.
    ([("serious", 0), ("serious", 179)], 4, [(1, 3)]),
    ([("serious", 0), ("serious", 180)], 2, []),
    ([("grave", 0), ("grave", 365), ("serious", 366)], 6, [(0, 3), (1, 3), (2, 6)]),
    # One that jumps over two does what the higher one says.
    ([("serious", 0), ("grave", 1), ("grave", 1)], 10, [(1, 6), (2, 9)]),
]


@pytest.mark.parametrize(("said", "points", "steps"), TABLE)
def test_points_and_thresholds(
    said: list[tuple[str, int]], points: int, steps: list[tuple[int, int]]
) -> None:
    strikes = given(*said)
    last = max((one.at for one in strikes), default=START)
    assert total(strikes, last) == points
    assert [(one.strike.int, one.threshold.points) for one in reached(strikes)] == steps


def test_everybody_is_told_what_comes_next() -> None:
    one = given(("serious", 0))
    assert "You have 2 points. At 3" in next_threshold_text(one, START)
    assert "You have 0 points" in next_threshold_text(one, START + 180 * DAY)
    many = given(*[("grave", 0)] * 3)
    assert "the loss of your account" in next_threshold_text(many, START)


def strike(stage: Stage, level: str = "serious") -> Any:
    return decided(stage, Wish(ActionName.STRIKE, value=level))


def closed(stage: Stage) -> list[str]:
    return list(of_person(stage.people[0].pk)["closed"])


def test_a_threshold_acts_once_and_falls_with_its_strike(stage: Stage) -> None:
    first, second = strike(stage), strike(stage)
    follows = DecisionAction.objects.get(reached=3)
    assert (follows.decision, follows.name) == (second, ActionName.LIMIT_GENERATION)
    assert closed(stage) == ["generation"]
    third = strike(stage, "minor")
    assert DecisionAction.objects.filter(reached__isnull=False).count() == 1, "once"
    undone(stage, third)
    assert closed(stage) == ["generation"]
    undone(stage, first)
    assert closed(stage) == []
    assert of_person(stage.people[0].pk)["points"] == 2
    follows.refresh_from_db()
    assert follows.state == "reversed"


def test_without_the_strike_that_reached_it_another_one_does(stage: Stage) -> None:
    _, second, third = strike(stage), strike(stage), strike(stage)
    assert User.objects.get(pk=stage.people[0].pk).state == "suspended"
    undone(stage, second)
    assert User.objects.get(pk=stage.people[0].pk).state == "good"
    assert closed(stage) == ["generation"]
    assert DecisionAction.objects.get(reached=3, state="applied").decision == third


def test_a_warning_counts_nothing(stage: Stage) -> None:
    decided(stage, wish(ActionName.WARN))
    assert of_person(stage.people[0].pk)["points"] == 0


def test_what_would_be_over_already_is_not_begun(stage: Stage, time_machine: Any) -> None:
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    first, _, _ = strike(stage), strike(stage), strike(stage)
    time_machine.move_to(now + 20 * DAY, tick=False)
    undone(stage, first)
    assert closed(stage) == []
    assert not DecisionAction.objects.filter(reached__isnull=False, state="applied").exists()
