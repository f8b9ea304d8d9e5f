"""Appealing: once for each party, in time, with words; a case in the same queue; another answers
(E25, E27, E28, E30; Q-4, Q-5)."""

from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from time_machine import travel

from accounts.models import User
from enforcement.actions.names import ActionName
from enforcement.models import (
    Appeal,
    AppealOutcome,
    AppealState,
    AppealText,
    Assignment,
    Case,
    Decision,
    DecisionSource,
    EndedAs,
    Ground,
    Proposal,
)
from enforcement.models.appeals import APPEAL_GRAPH, AppealTransition
from enforcement.policies import claimable, see_case
from enforcement.services.appealing import Remedy, appeal_own, resolve
from enforcement.services.claiming import claim
from enforcement.services.deciding import decide, overturn
from enforcement.services.proposing import approve, drop
from enforcement.states import CaseSource, CaseState
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode, NotFound, StaleState
from lib.states import advance
from tests import cast
from tests.client import Api, code_of
from tests.enforcement.appeals.sides import (
    REMOVED,
    SAID,
    WHY,
    appeal,
    appealed,
    overturned,
    ruled,
    told,
    upheld,
)
from tests.enforcement.decisions.stage import (
    DAY,
    Stage,
    chief,
    decided,
    made,
    wanted,
    wish,
)
from tests.enforcement.reporting import case_of, given, reported
from tests.staff import at_the_desk

A = ActionName


def refused(answer: Any) -> tuple[int, str]:
    return answer.status_code, code_of(answer)


def row(appeal: Appeal) -> Appeal:
    return Appeal.objects.get(pk=appeal.pk)


def test_each_step_of_an_appeal_is_of_its_graph(api: Api, stage: Stage) -> None:
    """The table, generated: a step that is not in it changes nothing."""
    one = appealed(api, stage.people[0], decided(stage, REMOVED))
    mover = Actor.system("test")
    for start, to in product(AppealState, AppealState):
        _put(one, start)
        steps = AppealTransition.objects.filter(subject_id=one.pk).count()
        ends: dict[str, Any] = {"settled_at": timezone.now()}
        if to == AppealState.RESOLVED:
            ends["outcome"] = AppealOutcome.UPHELD
        if to in APPEAL_GRAPH.edges[start]:
            advance(one, to=to, actor=mover, reason="test", **ends)
            steps += 1
        else:
            with pytest.raises(StaleState):
                advance(one, to=to, actor=mover, reason="test", **ends)
        assert row(one).state == (to if to in APPEAL_GRAPH.edges[start] else start)
        assert AppealTransition.objects.filter(subject_id=one.pk).count() == steps
    assert {to for edges in APPEAL_GRAPH.edges.values() for to in edges} == APPEAL_GRAPH.terminal


def _put(one: Appeal, state: AppealState) -> None:
    now = None if state == AppealState.PENDING else timezone.now()
    outcome = AppealOutcome.UPHELD if state == AppealState.RESOLVED else ""
    Appeal.objects.filter(pk=one.pk).update(state=state, settled_at=now, outcome=outcome)
    one.refresh_from_db()


def test_an_appeal_is_a_case_in_the_same_queue(api: Api, stage: Stage, stranger: User) -> None:
    """Q-5: nowhere else, and not by mail alone."""
    who = stage.people[0]
    reported(api, stranger, stage.posts[0], "harassment_threat")
    before = case_of(stage.posts[0])
    decision = ruled(stage, REMOVED)
    one = appealed(api, who, decision)
    case = one.case
    assert (case.source, case.queue, case.state) == (CaseSource.APPEAL, "urgent", CaseState.OPEN)
    assert (case.follows_id, case.force_review, case.report_count) == (before.pk, True, 0)
    assert case.sla_due_at > timezone.now()
    assert Case.objects.get(pk=before.pk).state == CaseState.UNDER_APPEAL
    desk = given(cast.moderator(), "handle_case")
    assert claimable(desk).filter(pk=case.pk).exists()
    client = at_the_desk(desk)
    page = client.get("/admin/enforcement/case/", {"source": "appeal"}).content.decode()
    assert case.public_id in page or str(case.pk) in page
    assert str(before.pk) not in page
    listed = client.get("/admin/enforcement/appeal/").content.decode()
    assert one.public_id in listed
    assert WHY not in listed
    reported(api, cast.stranger(), stage.posts[0], "hate_speech")
    assert row(one).case.state == CaseState.OPEN, (
        "an appeal and a new report know nothing of each other"
    )


def test_it_takes_words(api: Api, stage: Stage) -> None:
    who, decision = stage.people[0], decided(stage, REMOVED)
    for text in ("", "  \n", "\u200b"):
        assert refused(appeal(api, who, decision, text)) == (400, "required")
    assert refused(appeal(api, who, decision, "x" * 2001)) == (400, "max_length")
    assert not Appeal.objects.exists()
    one = appealed(api, who, decision)
    assert AppealText.objects.get(appeal=one).text == WHY
    table = AppealText._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT text FROM {table}")  # noqa: S608
        assert WHY not in str(cursor.fetchall()), "sealed"


def test_a_second_appeal_is_409_and_the_database_says_so_too(api: Api, stage: Stage) -> None:
    who, decision = stage.people[0], decided(stage, REMOVED)
    one = appealed(api, who, decision)
    assert refused(appeal(api, who, decision)) == (409, "already_appealed")
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.create(decision=decision, party="owner", person_id=who.pk, case=one.case)
    upheld(one, stage.second)
    assert refused(appeal(api, who, decision)) == (409, "already_appealed")
    assert Appeal.objects.count() == 1


def test_after_the_window_it_is_410(api: Api, stage: Stage) -> None:
    who, decision = stage.people[0], decided(stage, REMOVED)
    with travel(decision.at + timedelta(days=183, hours=23)):
        body = Api().get(f"/me/decisions/{decision.public_id}", as_=who).json()
        assert body["redress"]["appeal"] == "open"
    with travel(decision.at + timedelta(days=184)):
        late = Api()
        assert refused(appeal(late, who, decision)) == (410, "gone")
        body = late.get(f"/me/decisions/{decision.public_id}", as_=who).json()
        assert body["redress"]["appeal"] == "over"
        assert body["redress"]["appealable_until"] is None


def test_nobody_appeals_for_another_nor_what_did_nothing(
    api: Api, stage: Stage, stranger: User
) -> None:
    who, other = stage.people
    decision = decided(stage, REMOVED)
    missing = api.post(
        "/me/decisions/dec_" + "0" * 26 + "/appeal", {"text": WHY}, as_=other, key="m"
    )
    theirs = appeal(api, other, decision)
    assert refused(theirs) == refused(missing) == (404, "not_found")
    report, keep = told(api, stage, stranger)
    assert refused(appeal(api, other, report)) == (404, "not_found")
    assert refused(appeal(api, who, keep)) == (404, "not_found"), "they never hear of it"
    undo = made(stage, wanted(stage, supersedes=decision.pk))
    assert refused(appeal(api, who, undo)) == (409, "not_appealable")
    assert refused(appeal(api, who, decision)) == (409, "not_appealable"), "it is undone"


def test_whoever_decided_or_approved_may_not_answer(api: Api, stage: Stage) -> None:
    """E27, at the queue and at the service alike."""
    who = stage.people[0]
    decision = decided(stage, wish(A.BAN))
    assert (decision.decided_by, decision.approved_by) == (
        str(Actor.person(stage.judge.pk)),
        str(Actor.person(stage.second.pk)),
    )
    one = appeal_own(decision=decision, text=WHY)
    third = chief()
    for by in (stage.judge, stage.second):
        assert see_case.allows(by, one.case)
        assert not claimable(by).filter(pk=one.case_id).exists()
        for outcome in AppealOutcome:
            with pytest.raises(DomainError) as no:
                resolve(appeal=one, by=by, outcome=outcome, statement=SAID)
            assert no.value.code == ErrorCode.PERMISSION_DENIED
        with pytest.raises(DomainError) as no:
            overturn(decision=decision, statement=SAID, by=by)
        assert no.value.code == ErrorCode.PERMISSION_DENIED, "nor around the appeal"
    assert row(one).state == AppealState.PENDING
    assert claimable(third).filter(pk=one.case_id).exists()
    overturned(one, third)
    assert User.objects.get(pk=who.pk).state == "good"


def test_neither_may_approve_the_answer(api: Api, stage: Stage) -> None:
    """Of a protected account it takes two, both of them new to it."""
    who = stage.people[0]
    decision = decided(stage, REMOVED)
    User.objects.filter(pk=who.pk).update(is_protected=True)
    one = appealed(api, who, decision)
    third, fourth = chief(), chief()
    proposal = resolve(
        appeal=one, by=third, outcome=AppealOutcome.OVERTURNED, statement=SAID, remedy=Remedy()
    )
    assert isinstance(proposal, Proposal)
    assert row(one).state == AppealState.PENDING
    with pytest.raises(DomainError):
        approve(proposal=proposal, by=stage.judge)
    assert row(one).state == AppealState.PENDING
    found = approve(proposal=proposal, by=fourth)
    assert (row(one).outcome, row(one).result) == (AppealOutcome.OVERTURNED, found)
    assert AppealText.objects.get(appeal=one).answer == SAID


def test_no_part_of_the_system_answers(api: Api, stage: Stage) -> None:
    """Never solely automated (DSA, Article 20(6))."""
    decision = decided(stage, REMOVED)
    one = appealed(api, stage.people[0], decision)
    for source in DecisionSource:
        what = wanted(stage, supersedes=decision.pk, appeal_id=one.pk, source=source)
        with pytest.raises(DomainError) as no:
            decide(wanted=what, by=Actor.system("triage"))
        assert no.value.code == ErrorCode.PERMISSION_DENIED
    assert row(one).state == AppealState.PENDING


def test_whoever_appealed_or_reported_does_not_see_its_case(
    api: Api, stage: Stage, moderator: User, stranger: User
) -> None:
    desk = given(moderator, "handle_case")
    report, _keep = told(api, stage, moderator)
    one = appealed(api, moderator, report)
    assert not see_case.allows(desk, one.case)
    with pytest.raises(NotFound):
        resolve(appeal=one, by=desk, outcome=AppealOutcome.UPHELD, statement=SAID)
    with pytest.raises(DomainError):
        resolve(appeal=one, by=stranger, outcome=AppealOutcome.UPHELD, statement=SAID)
    assert row(one).state == AppealState.PENDING


def test_an_answer_takes_words_and_is_read(api: Api, stage: Stage) -> None:
    """Q-4: no bare yes or no, and conditions are possible."""
    who = stage.people[0]
    one = appealed(api, who, decided(stage, REMOVED, wish(A.WARN)))
    for outcome in AppealOutcome:
        with pytest.raises(DomainError) as no:
            resolve(appeal=one, by=stage.second, outcome=outcome, statement="  ")
        assert (no.value.code, no.value.attr) == (ErrorCode.REQUIRED, "statement")
    milder = overturned(one, stage.second, wish(A.LIMIT_POST, DAY))
    assert [each.name for each in milder.actions.all()] == [A.LIMIT_POST]
    (mine,) = api.get("/me/appeals", as_=who).json()["results"]
    assert api.get(f"/me/appeals/{one.public_id}", as_=who).json() == mine
    assert (mine["state"], mine["outcome"], mine["text"]) == ("resolved", "overturned", WHY)
    assert mine["answer"] == SAID
    assert stage.second.public_id not in str(mine)
    other = api.get(f"/me/appeals/{one.public_id}", as_=stage.people[1])
    assert refused(other) == (404, "not_found")
    assert api.get("/me/appeals", as_=stage.people[1]).json()["results"] == []


def test_upheld_it_stands_and_the_case_is_decided_again(
    api: Api, stage: Stage, stranger: User
) -> None:
    who = stage.people[0]
    _report, decision = told(api, stage, stranger, REMOVED)
    one = appealed(api, who, decision)
    done = upheld(one, stage.second)
    assert (done.state, done.outcome, done.result) == ("resolved", "upheld", None)
    assert done.settled_at is not None
    assert done.case.state == CaseState.DECIDED
    assert decision.case is not None
    assert Case.objects.get(pk=decision.case.pk).state == CaseState.DECIDED
    assert decision.actions.get().state == "applied"
    with pytest.raises(StaleState):
        upheld(one, stage.second)


def test_another_decision_overtakes_an_appeal(api: Api, stage: Stage) -> None:
    who, third = stage.people[0], chief()
    decision = decided(stage, REMOVED)
    one = appealed(api, who, decision)
    newer = decide(wanted=wanted(stage, wish(A.LIMIT_POST), supersedes=decision.pk), by=third)
    assert (row(one).state, row(one).outcome) == (AppealState.SUPERSEDED, "")
    assert row(one).case.state == CaseState.DECIDED
    again = appealed(api, who, newer)
    assert again.state == AppealState.PENDING


def test_a_law_or_an_order_closes_the_appeal_and_says_so(api: Api, stage: Stage) -> None:
    """E28, and it takes two."""
    who = stage.people[0]
    what = wanted(
        stage, REMOVED, ground=Ground.LAW, legal_ground="Order 12/3 of a court", no_appeal=True
    )
    with pytest.raises(DomainError) as no:
        decide(wanted=what, by=stage.judge)
    assert no.value.code == ErrorCode.SECOND_APPROVAL_REQUIRED
    decision = made(stage, what)
    body = api.get(f"/me/decisions/{decision.public_id}", as_=who).json()
    assert body["redress"]["appeal"] == "closed"
    assert "no appeal to us is open" in body["redress"]["says"][0]
    assert len(body["redress"]["says"]) == 3, "courts are"
    assert refused(appeal(api, who, decision)) == (409, "not_appealable")
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(
            **{**_columns(decision), "ground": Ground.TERMS, "legal_ground": ""}
        )


def _columns(decision: Decision) -> dict[str, Any]:
    names = ("subject_kind", "subject_id", "owner_id", "source", "policies", "outcome")
    return {name: getattr(decision, name) for name in (*names, "decided_by", "no_appeal")}


def test_whoever_proposes_the_answer_works_on_the_appeal_no_more(stage: Stage) -> None:
    one = appeal_own(decision=decided(stage, REMOVED), text=WHY)
    by, other = chief(), chief()
    claim(one.case, by)
    remedy = Remedy(wishes=(wish(A.BAN),))
    resolve(appeal=one, by=by, outcome=AppealOutcome.OVERTURNED, statement=SAID, remedy=remedy)
    ended = Assignment.objects.get(case=one.case)
    assert (ended.holder, ended.ended_as) == (by.pk, EndedAs.PROPOSED)
    assert Case.objects.get(pk=one.case_id).state == CaseState.TRIAGED
    drop(proposal=Proposal.objects.get(), by=other)
    claim(one.case, other)
