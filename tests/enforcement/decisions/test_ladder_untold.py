"""Strikes of child safety count beside all others, and what others reach tells nothing of them."""

from typing import Any

from enforcement.actions.names import ActionName
from enforcement.models import DecisionAction
from enforcement.services.foreseeing import foresee
from tests.enforcement.decisions.stage import Stage, child_case, decided, wanted, wish

A = ActionName
STRIKE = wish(A.STRIKE)


def steps(stage: Stage, **more: Any) -> list[int]:
    rows = DecisionAction.objects.filter(decision__owner_id=stage.people[0].pk, **more)
    return sorted(row.reached for row in rows if row.reached is not None)


def test_a_preview_and_its_decision_say_the_same_with_and_without_them(stage: Stage) -> None:
    what = wanted(stage, STRIKE)
    before = foresee(wanted=what, by=stage.judge)
    decided(stage, STRIKE, case_id=child_case(stage, A.STRIKE).pk)
    after = foresee(wanted=what, by=stage.judge)
    reached = [[row.reached for row in one.rows] for one in (before, after)]
    assert reached[0] == reached[1]
    assert before.account == after.account or (
        before.account is not None
        and after.account is not None
        and (before.account.points, before.account.text)
        == (after.account.points, after.account.text)
    )
    untold = steps(stage)
    decided(stage, STRIKE)
    told = steps(stage, decision__case=None)
    assert told == sorted(one for one in reached[0] if one is not None)
    assert steps(stage, decision__case__diverted=True) == untold


def test_among_themselves_they_count_with_all_others(stage: Stage) -> None:
    decided(stage, STRIKE)
    alone = steps(stage)
    decided(stage, STRIKE, case_id=child_case(stage, A.STRIKE).pk)
    assert len(steps(stage, decision__case__diverted=True)) > 0
    assert steps(stage, decision__case=None) == alone
