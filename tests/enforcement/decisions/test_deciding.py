"""Making a decision: what it needs, who may, what it keeps, whom it tells."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone

from accounts.models import User
from accounts.services.deletion import delete_account
from audit.models import AuditEvent
from enforcement.actions.base import Wish
from enforcement.actions.names import ActionName
from enforcement.ending import told_end
from enforcement.limits import PROPOSAL_WAITS
from enforcement.models import (
    Case,
    Decision,
    DecisionAction,
    DecisionNote,
    DecisionSource,
    Proposal,
)
from enforcement.reasons import REASONS, Queue
from enforcement.services.cases import ensure_case
from enforcement.services.deciding import decide
from enforcement.services.proposing import approve, drop, drop_old, propose
from enforcement.subjects.kinds import SubjectKind
from enforcement.subjects.registry import subject_of
from enforcement.wanted import Wanted, as_json, from_json
from inbox.models import Event
from lib.actors import Actor
from lib.errors import DomainError, StaleState
from lib.outbox.models import OutboxMessage
from tests import cast
from tests.client import Api
from tests.enforcement.decisions.stage import (
    Stage,
    chief,
    decided,
    effects,
    made,
    undone,
    wanted,
    wish,
)
from tests.enforcement.reporting import given, reported

A = ActionName
DAY = timedelta(days=1)
SYSTEM = Actor.system("triage")


def case_about(stage: Stage) -> Case:
    target = subject_of(SubjectKind.POST).known(stage.posts[0].pk)
    assert target is not None
    with transaction.atomic():
        due = timezone.now() + DAY
        return ensure_case(target, queue=Queue.GENERAL, severity=50, due_at=due)


def refused(stage: Stage, what: Wanted, by: Any = None) -> str:
    with pytest.raises(DomainError) as refusal:
        decide(wanted=what, by=by or stage.judge)
    assert not Decision.objects.exists()
    assert effects(stage) == stage.untouched
    return refusal.value.code.value


BAD: list[tuple[dict[str, Any], str]] = [
    ({"policies": ()}, "required"),
    ({"policies": ("no_such_rule",)}, "required"),
    ({"statement": " \n "}, "required"),
    ({"statement": "Dear {{handle}}, no."}, "invalid"),
    ({"statement": "x" * 2001}, "max_length"),
    ({"note": "x" * 2001}, "max_length"),
    ({"wishes": (Wish(A.WARN), Wish(A.WARN))}, "invalid"),
    ({"wishes": (Wish(A.SUSPEND),)}, "invalid"),
    ({"wishes": (Wish(A.SUSPEND, timedelta(days=400)),)}, "invalid"),
    ({"wishes": (Wish(A.SUSPEND, timedelta(seconds=5)),)}, "invalid"),
    ({"wishes": (Wish(A.REMOVE_POST, DAY),)}, "invalid"),
    ({"wishes": (Wish(A.LABEL_POST, value="ugly"),)}, "invalid"),
    ({"wishes": (Wish(A.REMOVE_POST, value="sensitive"),)}, "invalid"),
    ({"wishes": (Wish(A.PAUSE_CAMEO),)}, "invalid"),
    ({"source": DecisionSource.AUTOMATION}, "permission_denied"),
    ({"statement": "It was \x00 you."}, "invalid_characters"),
]


@pytest.mark.parametrize(("wrong", "code"), BAD)
def test_it_needs_a_rule_a_text_and_actions_that_fit(
    stage: Stage, wrong: dict[str, Any], code: str
) -> None:
    assert refused(stage, replace(wanted(stage, wish(A.REMOVE_POST)), **wrong)) == code


def test_who_may_decide(stage: Stage) -> None:
    what = wanted(stage, wish(A.REMOVE_POST))
    for by in (stage.people[1], cast.moderator()):
        assert refused(stage, what, by) == "permission_denied"
    handler = given(cast.moderator(), "handle_case")
    User.objects.filter(pk=stage.people[0].pk).update(is_staff=True, is_superuser=True)
    assert refused(stage, what, handler) == "permission_denied", "staff need a superuser"
    own = User.objects.get(pk=stage.people[0].pk)
    assert refused(stage, what, own) == "not_allowed_for_self"
    User.objects.filter(pk=own.pk).update(is_staff=False, is_superuser=False)
    assert decide(wanted=what, by=handler).decided_by == handler.public_id


def test_whoever_handles_some_cases_decides_in_these_alone(
    api: Api, stage: Stage, stranger: User
) -> None:
    handler = given(cast.moderator(), "handle_child_safety")
    what = wanted(stage, wish(A.REMOVE_POST))
    other = replace(what, case_id=case_about(stage).pk)
    for one in (what, other):
        assert refused(stage, one, handler) in ("permission_denied", "not_found")
    child = next(code for code, one in REASONS.items() if one.diverted)
    reported(api, stranger, stage.posts[0], child)
    case = Case.objects.get(diverted=True)
    assert decide(wanted=replace(what, case_id=case.pk), by=handler).case == case


def test_the_system_does_what_policy_lets_it(stage: Stage) -> None:
    own: dict[str, Any] = {"source": DecisionSource.AUTOMATION}
    for name in (A.SUSPEND, A.STRIKE, A.BANK_HASHES):
        assert refused(stage, wanted(stage, wish(name), **own), SYSTEM) == "permission_denied"
    assert refused(stage, wanted(stage, wish(A.REMOVE_POST)), SYSTEM) == "permission_denied"
    decision = decide(wanted=wanted(stage, wish(A.REMOVE_POST), **own), by=SYSTEM)
    assert (decision.source, decision.decided_by) == ("automation", "system:triage")
    again = wanted(stage, supersedes=decision.pk, **own)
    with pytest.raises(DomainError, match="permission_denied"):
        decide(wanted=again, by=SYSTEM)


def test_several_actions_from_the_gravest_on_or_none(stage: Stage, monkeypatch: Any) -> None:
    wishes = [wish(A.LABEL_POST), wish(A.SUSPEND), wish(A.REMOVE_POST), wish(A.STRIKE)]
    before, owed = stage.untouched, OutboxMessage.objects.count()
    monkeypatch.setattr("enforcement.actions.label_post.LabelPost.apply", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        decided(stage, *wishes)
    assert effects(stage) == before, "the last one failed"
    assert (Decision.objects.count(), OutboxMessage.objects.count()) == (0, owed)
    monkeypatch.undo()
    decision = decided(stage, *wishes)
    names = (
        decision.actions.filter(reached=None).order_by("position").values_list("name", flat=True)
    )
    assert list(names) == ["suspend", "strike", "remove_post", "label_post"]


def test_what_it_keeps_and_whom_it_tells(stage: Stage) -> None:
    what = wanted(stage, wish(A.LIMIT_POST, DAY), note="a repeat offender, see the other case")
    decision = decide(wanted=what, by=stage.judge)
    assert decision.text.statement == what.statement
    assert DecisionNote.objects.get(decision=decision).by == stage.judge.public_id
    last = Event.objects.filter(person_id=stage.people[0].pk).latest("number")
    until = told_end(DecisionAction.objects.get(decision=decision))
    assert until is not None
    said = [{"text": "limit_post.author", "from": None, "until": until.isoformat()}]
    told = {"decision": decision.public_id, "replaces": None, "actions": said}
    assert last.type == "decision.made"
    assert {name: last.data[name] for name in told} == told
    everything = str(list(Event.objects.values())) + str(list(AuditEvent.objects.values()))
    assert "repeat offender" not in everything
    assert stage.judge.public_id not in str(list(Event.objects.values()))
    audit = AuditEvent.objects.get(action="enforcement.decision.made")
    assert (audit.actor, audit.target) == (stage.judge.public_id, decision.public_id)


def test_it_cannot_be_changed(stage: Stage) -> None:
    decision = decided(stage, wish(A.WARN))
    rows = Decision.objects.filter(pk=decision.pk)
    with pytest.raises(ProgrammingError), transaction.atomic():
        rows.update(outcome="no_violation")
    with pytest.raises(ProgrammingError), transaction.atomic():
        rows._raw_delete(rows.db)


def test_another_takes_its_place_once(stage: Stage) -> None:
    first = decided(stage, wish(A.REMOVE_POST))
    second = made(stage, replace(wanted(stage, wish(A.LABEL_POST)), supersedes=first.pk))
    assert second.supersedes == first
    now = effects(stage)["posts"][0]
    assert (now["state"], now["shown_as"][0]) == ("published", ["sensitive"])
    with pytest.raises(StaleState):
        undone(stage, first)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(
            subject_kind="post", subject_id=first.subject_id, owner_id=first.owner_id,
            source="person", policies=["other"], outcome="no_violation", decided_by="x",
            supersedes=first,
        )  # fmt: skip


def test_it_settles_its_case_once(stage: Stage, deliver: Any) -> None:
    case = case_about(stage)
    decision = decided(stage, wish(A.REMOVE_POST), case_id=case.pk)
    case.refresh_from_db()
    assert (case.state, case.outcome) == ("decided", "violation")
    with pytest.raises(StaleState):
        decided(stage, wish(A.BAN), case_id=case.pk)
    undone(stage, decision)
    case.refresh_from_db()
    assert (case.state, case.outcome) == ("decided", "no_violation")
    deliver()


def test_another_case_is_not_there(stage: Stage) -> None:
    case = case_about(stage)
    assert refused(stage, wanted(stage, wish(A.WARN), who=1, case_id=case.pk)) == "not_found"


def test_no_rule_broken_is_a_decision_that_its_author_does_not_hear_of(stage: Stage) -> None:
    before = Event.objects.filter(person_id=stage.people[0].pk).count()
    decision = decided(stage)
    assert decision.outcome == "no_violation"
    assert Event.objects.filter(person_id=stage.people[0].pk).count() == before


@pytest.mark.parametrize("wishes", [[wish(A.BAN)], [Wish(A.SUSPEND, timedelta(days=31))]])
def test_what_is_grave_takes_two(stage: Stage, wishes: list[Wish]) -> None:
    what = wanted(stage, *wishes)
    assert refused(stage, what) == "second_approval_required"
    before = stage.untouched
    proposal = propose(wanted=what, by=stage.judge)
    assert effects(stage) == before, "nothing holds yet"
    assert not Event.objects.filter(type__startswith="decision.").exists()
    with pytest.raises(StaleState):
        propose(wanted=what, by=stage.second)
    with pytest.raises(DomainError, match="not_allowed_for_self"):
        approve(proposal=proposal, by=stage.judge)
    with pytest.raises(DomainError, match="permission_denied"):
        approve(proposal=proposal, by=cast.moderator())
    assert effects(stage) == before
    decision = approve(proposal=proposal, by=stage.second)
    assert (decision.decided_by, decision.approved_by) == (
        stage.judge.public_id, stage.second.public_id,
    )  # fmt: skip
    with pytest.raises(StaleState):
        approve(proposal=proposal, by=chief())
    row = Proposal.objects.get()
    assert (row.state, row.wanted, row.decision) == ("approved", None, decision)


def test_what_an_order_asks_for_takes_two(stage: Stage) -> None:
    what = wanted(stage, wish(A.LABEL_POST), source=DecisionSource.LEGAL)
    assert refused(stage, what) == "second_approval_required"
    assert made(stage, what).approved_by == stage.second.public_id


def test_a_protected_account_takes_two_whatever_is_done(stage: Stage) -> None:
    User.objects.filter(pk=stage.people[0].pk).update(is_protected=True)
    for one in (A.LABEL_POST, A.WARN, A.SUSPEND, A.REMOVE_POST):
        assert refused(stage, wanted(stage, wish(one))) == "second_approval_required"
    own: dict[str, Any] = {"source": DecisionSource.AUTOMATION}
    what = wanted(stage, wish(A.REMOVE_POST), **own)
    assert refused(stage, what, SYSTEM) == "second_approval_required"
    decision = decided(stage, wish(A.SUSPEND))
    assert decision.approved_by == stage.second.public_id
    assert User.objects.get(pk=stage.people[0].pk).state == "suspended"
    undone(stage, decision)
    assert User.objects.get(pk=stage.people[0].pk).state == "good"


def test_what_nobody_approves_is_dropped_with_its_words(stage: Stage, time_machine: Any) -> None:
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    proposal = propose(wanted=wanted(stage, wish(A.BAN)), by=stage.judge)
    time_machine.move_to(now + PROPOSAL_WAITS + timedelta(seconds=1), tick=False)
    with pytest.raises(StaleState):
        approve(proposal=proposal, by=stage.second)
    assert (drop_old(), drop_old()) == (1, 0)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.wanted) == ("dropped", None)


def test_its_proposer_drops_it_and_a_deletion_does(stage: Stage) -> None:
    drop(proposal=propose(wanted=wanted(stage, wish(A.BAN)), by=stage.judge), by=stage.judge)
    waiting = propose(wanted=wanted(stage, wish(A.BAN)), by=stage.judge)
    delete_account(person=stage.people[0], actor=Actor.person(stage.people[0].pk))
    waiting.refresh_from_db()
    assert (waiting.state, waiting.wanted) == ("dropped", None)


def test_of_a_deleted_person_nothing_is_left_to_close(stage: Stage) -> None:
    delete_account(person=stage.people[0], actor=Actor.person(stage.people[0].pk))
    decision = decided(stage, wish(A.SUSPEND), wish(A.STRIKE), wish(A.WARN))
    assert set(decision.actions.values_list("state", flat=True)) == {"moot"}


def test_a_proposal_keeps_all_of_it(stage: Stage) -> None:
    what = wanted(stage, wish(A.LABEL_POST, DAY), wish(A.BAN), note="look")
    assert from_json(as_json(what)) == what
