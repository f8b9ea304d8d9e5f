"""Who must agree before what two people did is undone, and who may not answer for it (E19, E27)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Standing, StandingReason, User
from enforcement.actions.names import ActionName
from enforcement.appeal_rules import judged
from enforcement.models import (
    Appeal,
    AppealOutcome,
    Batch,
    BatchItem,
    DecisionSource,
    Ground,
    Proposal,
    ProposalState,
)
from enforcement.policies import claimable
from enforcement.pseudonyms import pseudonym_of
from enforcement.services.appealing import Remedy, appeal_own, resolve
from enforcement.services.deciding import decide, overturn, overturning
from enforcement.services.proposing import approve, drop, propose
from enforcement.subjects.kinds import SubjectKind
from enforcement.wanted import Wanted
from lib.errors import DomainError, ErrorCode, StaleState
from tests.client import Api
from tests.enforcement.appeals.sides import WHY, overturned, upheld
from tests.enforcement.decisions.stage import (
    RULE,
    SAID,
    Stage,
    chief,
    decided,
    effects,
    made,
    undone,
    wanted,
    wish,
)
from tests.enforcement.desk.pages import read
from tests.enforcement.reporting import case_of, reported
from tests.staff import at_the_desk
from tests.standings import change_standing

A = ActionName
DAY = timedelta(days=1)
BY_ORDER: dict[str, Any] = {
    "source": DecisionSource.LEGAL,
    "ground": Ground.LAW,
    "legal_ground": "Order 12/3 of a court",
}


def takes_two(stage: Stage, what: Any) -> bool:
    try:
        decide(wanted=what, by=stage.judge)
    except DomainError as refused:
        if refused.code != ErrorCode.SECOND_APPROVAL_REQUIRED:
            raise
        return True
    return False


@pytest.mark.parametrize(
    ("wishes", "more"),
    [
        ((wish(A.BAN),), {}),
        ((wish(A.SUSPEND, 31 * DAY),), {}),
        ((wish(A.REMOVE_POST),), BY_ORDER),
        ((wish(A.REMOVE_POST),), {**BY_ORDER, "source": DecisionSource.PERSON, "no_appeal": True}),
    ],
)
def test_what_took_two_is_undone_and_replaced_by_two(wishes: Any, more: Any, stage: Stage) -> None:
    decision = decided(stage, *wishes, **more)
    stood = effects(stage)
    for what in (
        overturning(decision, "We were wrong."),
        wanted(stage, wish(A.WARN), supersedes=decision.pk),
    ):
        assert takes_two(stage, what)
    assert effects(stage) == stood
    assert undone(stage, decision).approved_by


def test_what_two_did_of_a_protected_account_takes_two_afterwards(stage: Stage) -> None:
    who = User.objects.filter(pk=stage.people[0].pk)
    who.update(is_protected=True)
    decision = decided(stage, wish(A.REMOVE_POST))
    who.update(is_protected=False)
    assert takes_two(stage, overturning(decision, "We were wrong."))


@pytest.mark.parametrize("what", [wish(A.REMOVE_POST), wish(A.SUSPEND, 30 * DAY)])
def test_what_one_person_did_another_undoes(what: Any, stage: Stage) -> None:
    decision = decided(stage, what)
    assert not takes_two(stage, overturning(decision, "We were wrong."))


def test_the_answer_to_an_appeal_takes_no_more(stage: Stage) -> None:
    decision = decided(stage, wish(A.BAN))
    assert overturned(appeal_own(decision=decision, text=WHY), chief()).approved_by == ""


def test_whoever_approved_many_answers_none_of_them(api: Api, stage: Stage, stranger: Any) -> None:
    reported(api, stranger, stage.posts[0])
    case, third = case_of(stage.posts[0]), chief()
    decision = decided(stage, wish(A.REMOVE_POST), case_id=case.pk)
    batch = Batch.objects.create(
        words={"statement": SAID}, asked_by=stage.judge.pk, approved_by=stage.second.pk
    )
    BatchItem.objects.create(batch=batch, case=case, seen="1", decision=decision)
    one = appeal_own(decision=decision, text=WHY)
    assert judged(decision, stage.second.pk)
    for by, may in ((stage.judge, False), (stage.second, False), (third, True)):
        assert claimable(by).filter(pk=one.case_id).exists() == may
    for outcome in AppealOutcome:
        with pytest.raises(DomainError) as refused:
            resolve(appeal=one, by=stage.second, outcome=outcome, statement=SAID)
        assert refused.value.code == "permission_denied"
    overturned(Appeal.objects.get(pk=one.pk), third)


@pytest.mark.parametrize("in_case", [True, False])
def test_what_waits_for_a_second_person_blocks_the_rest(
    in_case: bool, api: Api, stage: Stage, stranger: Any
) -> None:
    key = None
    if in_case:
        reported(api, stranger, stage.posts[0])
        key = case_of(stage.posts[0]).pk
    what = replace(wanted(stage, wish(A.WARN)), case_id=key)
    proposal = propose(wanted=replace(what, wishes=(wish(A.BAN),)), by=stage.judge)
    with pytest.raises(StaleState) as refused:
        decide(wanted=what, by=stage.second)
    assert "A proposal about this waits" in refused.value.detail
    drop(proposal=proposal, by=stage.second)
    decision = made(stage, what)
    propose(wanted=wanted(stage, wish(A.BAN), supersedes=decision.pk, case_id=key), by=stage.judge)
    with pytest.raises(StaleState) as refused:
        overturn(decision=decision, statement="Wrong.", by=stage.second)
    assert "A proposal about this waits" in refused.value.detail


@pytest.mark.parametrize("in_case", [True, False])
def test_an_appeal_is_not_answered_past_an_answer_that_waits(
    in_case: bool, api: Api, stage: Stage, stranger: Any
) -> None:
    key = None
    if in_case:
        reported(api, stranger, stage.posts[0])
        key = case_of(stage.posts[0]).pk
    decision = decided(stage, wish(A.REMOVE_POST), case_id=key)
    one = appeal_own(decision=decision, text=WHY)
    third, fourth = chief(), chief()
    bans = Remedy(wishes=(wish(A.BAN),))
    proposal = resolve(
        appeal=one, by=third, outcome=AppealOutcome.OVERTURNED, statement=SAID, remedy=bans
    )
    assert isinstance(proposal, Proposal)
    assert not claimable(fourth).filter(pk=one.case_id).exists()
    for outcome in AppealOutcome:
        with pytest.raises(StaleState) as refused:
            resolve(appeal=one, by=fourth, outcome=outcome, statement=SAID)
        assert "A proposal about this waits" in refused.value.detail
    drop(proposal=proposal, by=fourth)
    assert claimable(fourth).filter(pk=one.case_id).exists()
    upheld(one, fourth)


@pytest.mark.parametrize("appealed", [True, False])
def test_whoever_made_a_decision_does_not_decline_what_would_undo_it(
    appealed: bool, stage: Stage
) -> None:
    decision = decided(stage, wish(A.BAN))
    assert {decision.decided_by, decision.approved_by} == {
        stage.judge.public_id,
        stage.second.public_id,
    }
    third, fourth = chief(), chief()
    if appealed:
        proposal = resolve(
            appeal=appeal_own(decision=decision, text=WHY),
            by=third,
            outcome=AppealOutcome.OVERTURNED,
            statement=SAID,
            remedy=Remedy(wishes=(wish(A.SUSPEND, 31 * DAY),)),
        )
        assert isinstance(proposal, Proposal)
    else:
        proposal = propose(wanted=overturning(decision, SAID), by=third)
    for by in (stage.judge, stage.second):
        with pytest.raises(DomainError, match="permission_denied"):
            drop(proposal=proposal, by=by)
        assert Proposal.objects.get(pk=proposal.pk).state == ProposalState.WAITING
    drop(proposal=proposal, by=fourth)
    if not appealed:  # whoever asks for it may take it back, whatever they decided before
        again = propose(wanted=overturning(decision, SAID), by=stage.judge)
        drop(proposal=again, by=stage.judge)


def test_whoever_shut_somebody_out_declines_nothing_in_their_second_look(stage: Stage) -> None:
    person, by = stage.people[0], chief()
    reason = StandingReason.HARASSMENT
    change_standing(person=person, to=Standing.SUSPENDED, actor=by, reason=reason)
    case = case_of(person)
    User.objects.filter(pk=person.pk).update(is_protected=True)
    fine = Wanted(SubjectKind.PROFILE, person.pk, RULE, SAID, case_id=case.pk)
    proposal = propose(wanted=fine, by=stage.judge)
    with pytest.raises(DomainError, match="permission_denied"):
        drop(proposal=proposal, by=by)
    assert approve(proposal=proposal, by=stage.second).outcome == "no_violation"


def test_the_pages_say_what_waits_for_whom(api: Api, stage: Stage, stranger: Any) -> None:
    reported(api, stranger, stage.posts[0])
    case = case_of(stage.posts[0])
    decision = decided(stage, wish(A.REMOVE_POST), case_id=case.pk)
    one = appeal_own(decision=decision, text=WHY)
    other = wanted(stage, wish(A.BAN), supersedes=decision.pk, case_id=case.pk)
    third = chief()
    proposal = propose(wanted=other, by=third)
    for page in (f"case/{case.pk}", f"case/{one.case_id}", f"decision/{decision.pk}"):
        said = {
            by: read(at_the_desk(by).get(f"/admin/enforcement/{page}/change/"))
            for by in (third, stage.second)
        }
        assert "A decision waits for a second person" in said[third]
        assert proposal.public_id in said[third]
        assert "asked for by you" in said[third]
        assert "Another member of staff approves or declines it" in said[third]
        assert f"asked for by {pseudonym_of(third.pk)}" in said[stage.second]
        assert "You may approve or decline it" in said[stage.second]
    drop(proposal=proposal, by=third)
    gone = read(at_the_desk(third).get(f"/admin/enforcement/case/{case.pk}/change/"))
    assert "A decision waits" not in gone
