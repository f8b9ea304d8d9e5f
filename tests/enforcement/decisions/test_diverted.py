"""Child safety: what is decided in its cases reaches nobody whom it concerns, and no rule of it is
named anywhere else (E47)."""

from dataclasses import replace

import pytest

from enforcement.actions.names import ActionName
from enforcement.admin.bulk.planning import AlikeForm
from enforcement.admin.deciding.forms import DecisionForm
from enforcement.models import ActionState, Decision
from enforcement.reasons import DIVERTED, REASONS, Queue
from enforcement.services.bulk import Alike, plan
from enforcement.services.deciding import decide
from enforcement.services.proposing import propose
from enforcement.subjects.kinds import SubjectKind
from enforcement.triage.queues import DESKS
from inbox.models import Event
from lib.errors import DomainError
from tests.enforcement.decisions.stage import (
    SAID,
    Stage,
    child_case,
    decided,
    effects,
    undone,
    wanted,
    wish,
)

A = ActionName


def test_there_are_such_rules() -> None:
    assert {code for code, one in REASONS.items() if one.diverted} == DIVERTED
    assert DIVERTED


@pytest.mark.parametrize("name", list(ActionName))
def test_no_event_of_a_diverted_case_reaches_its_author(name: ActionName, stage: Stage) -> None:
    case = child_case(stage, name)
    mine = Event.objects.filter(person_id=stage.people[0].pk)
    before, stood = mine.count(), stage.untouched
    if name in DESKS[Queue.CHILD_SAFETY].hidden:
        with pytest.raises(DomainError, match="permission_denied"):
            decided(stage, wish(name), case_id=case.pk)
        return
    decision = decided(stage, wish(name), case_id=case.pk)
    assert decision.actions.get(reached=None).state == ActionState.APPLIED
    assert list(mine.values_list("type", flat=True))[before:] == []
    undone(stage, decision)
    assert effects(stage) == stood
    assert list(mine.values_list("type", flat=True))[before:] == []


@pytest.mark.parametrize("code", sorted(DIVERTED))
def test_elsewhere_no_such_rule_is_named(code: str, stage: Stage) -> None:
    what = replace(wanted(stage, wish(A.REMOVE_POST)), policies=("harassment_targeted", code))
    banned = replace(what, wishes=(wish(A.BAN),))
    for verb, one in ((decide, what), (propose, banned)):
        with pytest.raises(DomainError) as refused:
            verb(wanted=one, by=stage.judge)
        assert (refused.value.code, refused.value.attr) == ("invalid", "policies")
    assert not Decision.objects.exists()
    case = child_case(stage, A.REMOVE_POST)
    with pytest.raises(DomainError) as refused:
        plan(cases=[case.pk], alike=Alike((code,), SAID), by=stage.judge)
    assert (refused.value.code, refused.value.attr) == ("invalid", "policies")
    made = decide(wanted=replace(what, case_id=case.pk), by=stage.judge)
    assert code in made.policies


def test_forms_offer_them_in_such_a_case_alone() -> None:
    def offered(*, diverted: bool) -> set[str]:
        form = DecisionForm(kind=SubjectKind.POST, diverted=diverted)
        groups = form.fields["policies"].choices  # type: ignore[attr-defined]
        return {code for _, rules in groups for code, _ in rules}

    assert offered(diverted=True) >= DIVERTED
    assert not offered(diverted=False) & DIVERTED
    bulk = AlikeForm().fields["policies"].choices  # type: ignore[attr-defined]
    assert not {code for code, _ in bulk} & DIVERTED
