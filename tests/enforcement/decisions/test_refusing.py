"""Who is refused, and what is too late, beside what stands with the rules themselves."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import PersonHold, PersonHoldKind, User
from accounts.services.holds import hold_person
from cameos.models import CameoHold
from cameos.services.cameo_holds import hold_cameo
from cameos.states import CameoState
from enforcement.actions.names import ActionName
from enforcement.models import Decision, DecisionSource, Proposal
from enforcement.reasons import Queue
from enforcement.services.cases import ensure_case
from enforcement.services.deciding import decide
from enforcement.services.proposing import drop, propose
from enforcement.subjects.kinds import SubjectKind
from enforcement.subjects.registry import subject_of
from generation.models import FilmHold, FilmHoldKind
from generation.services.film_holds import hold_film
from lib.actors import Actor
from lib.errors import DomainError, StaleState
from tests import cast
from tests.enforcement.decisions.stage import DAY, Stage, decided, wanted, wish
from tests.enforcement.reporting import given

A = ActionName
SYSTEM = Actor.system("tests")


def refusal(stage: Stage, by: Any, **more: Any) -> str:
    with pytest.raises(DomainError) as raised:
        decide(wanted=wanted(stage, wish(A.REMOVE_POST), **more), by=by)
    return raised.value.code.value


def test_staff_who_are_shut_out_or_are_staff_no_more_decide_nothing(stage: Stage) -> None:
    chief = User.objects.filter(pk=stage.judge.pk)
    chief.update(state="suspended")
    assert refusal(stage, stage.judge) == "permission_denied"
    chief.update(state="good", is_staff=False)
    assert refusal(stage, stage.judge) == "permission_denied"
    assert not Decision.objects.exists()


def test_no_person_passes_for_the_system(stage: Stage) -> None:
    by = Actor.person(stage.people[1].pk)
    assert refusal(stage, by, source=DecisionSource.AUTOMATION) == "permission_denied"


def test_a_decision_about_something_else_is_not_there(stage: Stage) -> None:
    first = decided(stage, wish(A.LABEL_POST))
    for more in ({"who": 1, "supersedes": first.pk}, {"supersedes": uuid4()}):
        with pytest.raises(DomainError, match="not_found"):
            decided(stage, wish(A.REMOVE_POST), **more)


def test_what_takes_one_is_not_proposed(stage: Stage) -> None:
    with pytest.raises(StaleState):
        propose(wanted=wanted(stage, wish(A.LABEL_POST)), by=stage.judge)
    assert not Proposal.objects.exists()


def test_who_may_drop_a_proposal(stage: Stage) -> None:
    target = subject_of(SubjectKind.POST).known(stage.posts[0].pk)
    assert target is not None
    with transaction.atomic():
        due = timezone.now() + DAY
        case = ensure_case(target, queue=Queue.IMPERSONATION, severity=50, due_at=due)
    what = replace(wanted(stage, wish(A.BAN)), case_id=case.pk)
    proposal = propose(wanted=what, by=stage.judge)
    with pytest.raises(DomainError, match="not_found"):
        drop(proposal=proposal, by=given(cast.moderator(), "handle_case"))
    drop(proposal=proposal, by=stage.second)
    with pytest.raises(StaleState):
        drop(proposal=proposal, by=stage.second)


def test_without_a_case_too_who_may_drop_a_proposal(stage: Stage) -> None:
    proposal = propose(wanted=wanted(stage, wish(A.BAN)), by=stage.judge)
    with pytest.raises(DomainError, match="permission_denied"):
        drop(proposal=proposal, by=cast.moderator())


def test_a_protected_person_is_held_by_two_alone(stage: Stage) -> None:
    who = User.objects.filter(pk=stage.people[0].pk)
    who.update(is_protected=True)
    judge = Actor.person(stage.judge.pk)
    for approver in (None, stage.judge.pk):
        with pytest.raises(DomainError, match="second_approval_required"):
            hold_person(
                person_id=stage.people[0].pk, kind=PersonHoldKind.NO_UPLOADS, cause="act:1",
                actor=judge, approved_by=approver,
            )  # fmt: skip
    assert not PersonHold.objects.exists()


def test_an_ended_likeness_is_not_held(stage: Stage, monkeypatch: Any) -> None:
    key = stage.cameos[0].pk
    with monkeypatch.context() as ended:
        ended.setattr("cameos.services.cameo_holds.ENDED", frozenset(CameoState))
        assert not hold_cameo(cameo_id=key, cause="act:1", actor=SYSTEM)
    assert not hold_cameo(cameo_id=uuid4(), cause="act:1", actor=SYSTEM)
    assert not CameoHold.objects.exists()


def test_of_a_film_that_is_gone_nothing_is_held(stage: Stage) -> None:
    assert not hold_film(job_id=uuid4(), kind=FilmHoldKind.NO_REMIX, cause="a:1", actor=SYSTEM)
    assert not FilmHold.objects.exists()


def test_only_a_person_proposes_to_a_bank(stage: Stage, monkeypatch: Any) -> None:
    """Were it among what the system may do, it would be refused all the same."""
    monkeypatch.setattr("enforcement.actions.bank_hashes.BankHashes.automatic", True)
    what = wanted(stage, wish(A.BANK_HASHES), source=DecisionSource.AUTOMATION)
    with pytest.raises(DomainError, match="permission_denied"):
        decide(wanted=what, by=SYSTEM)
