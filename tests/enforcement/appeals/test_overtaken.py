"""Whoever appealed hears that another decision took the place before they were answered, what it
finds and why; each side in its own words (DSA, Article 20(5))."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from enforcement.actions.names import ActionName
from enforcement.models import Appeal, AppealState, Case, Decision
from enforcement.reasons import Queue
from enforcement.services.appealing import appeal_own
from enforcement.services.deciding import decide, overturn, overturning
from enforcement.states import Outcome
from inbox.models import Event
from lib.errors import DomainError
from tests.client import Api
from tests.enforcement.appeals.sides import REMOVED, WHY, appealed, ruled, told
from tests.enforcement.appeals.test_without_signing_in import link_in
from tests.enforcement.decisions.stage import Stage, chief, decided, wanted, wish
from tests.enforcement.test_without_account import ADDRESS, confirmed

A = ActionName
REASON = "The part that was taken for an attack is a quotation."
PASSED = "another decision took the place of the one that it was about"


def heard(who: User) -> list[dict[str, Any]]:
    rows = Event.objects.filter(person_id=who.pk, type__startswith="appeal.").order_by("number")
    return [{"type": row.type, **row.data} for row in rows]


def letters(deliver: Callable[[], int], one: Appeal) -> list[Any]:
    mail.outbox.clear()
    deliver()
    return [each for each in mail.outbox if one.public_id in str(each.body)]


def replaced(decision: Decision, stage: Stage, *wishes: Any) -> Decision:
    what = wanted(stage, *wishes, supersedes=decision.pk, case_id=decision.case_id)
    return decide(wanted=replace(what, statement=REASON), by=chief())


def test_its_owner_hears_what_the_new_decision_finds_and_appeals_that(
    api: Api, stage: Stage, deliver: Callable[[], int]
) -> None:
    who = stage.people[0]
    one = appealed(api, who, decided(stage, REMOVED))
    deliver()
    newer = replaced(one.decision, stage, wish(A.LIMIT_POST))
    until = api.get(f"/me/decisions/{newer.public_id}", as_=who).json()["redress"]
    assert until["appeal"] == "open"
    assert heard(who) == [
        {
            "type": "appeal.overtaken",
            "appeal": one.public_id,
            "decision": one.decision.public_id,
            "report": None,
            "finding": "violation",
            "replaced_by": newer.public_id,
            "appealable_until": until["appealable_until"],
        }
    ]
    body = api.get(f"/me/appeals/{one.public_id}", as_=who).json()
    assert (body["state"], body["outcome"], body["finding"]) == ("superseded", None, "violation")
    assert body["replaced_by"] == newer.public_id
    for said in (PASSED, "a rule is broken", REASON):
        assert said in body["answer"]
    (letter,) = letters(deliver, one)
    assert (letter.to, "took the place" in letter.subject) == ([who.email], True)
    said = re.sub(r"\s+", " ", str(letter.body))
    for part in ("was overtaken", PASSED, "a rule is broken", REASON, "can be appealed until"):
        assert part in said, said
    path, browser = link_in([letter], who), Client()
    assert newer.public_id in browser.get(path).content.decode()
    assert browser.post(path, {"text": WHY}).status_code == 201
    assert Appeal.objects.get(decision=newer).state == AppealState.PENDING


def test_what_was_undone_is_said_and_needs_no_appeal(
    api: Api, stage: Stage, deliver: Callable[[], int]
) -> None:
    who = stage.people[0]
    one = appealed(api, who, decided(stage, REMOVED))
    deliver()
    overturn(decision=one.decision, statement=REASON, by=chief())
    (event,) = heard(who)
    assert (event["finding"], event["appealable_until"]) == ("no_violation", None)
    (letter,) = letters(deliver, one)
    said = re.sub(r"\s+", " ", str(letter.body))
    assert "It undoes what was decided." in said
    assert REASON in said
    assert "can be appealed until" not in said
    assert "/appeal?token=" not in said


def test_a_reporter_hears_the_finding_and_nothing_that_its_owner_is_told(
    api: Api, stage: Stage, stranger: User, deliver: Callable[[], int]
) -> None:
    author = stage.people[0]
    report, decision = told(api, stage, stranger)
    one = appealed(api, stranger, report)
    deliver()
    newer = replaced(decision, stage, REMOVED)
    assert heard(stranger) == [
        {
            "type": "appeal.overtaken",
            "appeal": one.public_id,
            "decision": None,
            "report": report.public_id,
            "finding": "violation",
            "replaced_by": None,
            "appealable_until": None,
        }
    ]
    body = api.get(f"/me/appeals/{one.public_id}", as_=stranger).json()
    assert PASSED in body["answer"]
    assert "a rule is broken: we act on it" in body["answer"]
    assert (body["finding"], body["replaced_by"]) == ("violation", None)
    for hidden in (REASON, newer.public_id, author.public_id, str(author.email)):
        assert hidden not in str(body), hidden
    assert heard(author) == [], "that somebody appealed they never hear"
    assert letters(deliver, one) == [], "they read it in the app"
    theirs = [str(each.body) for each in mail.outbox if each.to == [author.email]]
    assert theirs
    assert not any("overtaken" in each for each in theirs)


def test_a_reporter_without_an_account_hears_it_by_mail(
    api: Api, stage: Stage, deliver: Callable[[], int]
) -> None:
    token = confirmed(api, stage.posts[0], deliver).json()["status_token"]
    decision = ruled(stage)
    sent = Client().post(f"/report/appeal?token={token}", {"text": WHY})
    assert sent.status_code == 201, sent.content
    one = Appeal.objects.get(decision=decision)
    newer = replaced(decision, stage, REMOVED)
    (letter,) = letters(deliver, one)
    said = re.sub(r"\s+", " ", str(letter.body))
    assert letter.to == [ADDRESS]
    assert "a rule is broken: we act on it" in said
    for hidden in (REASON, newer.public_id, stage.people[0].public_id):
        assert hidden not in said, hidden
    page = Client().get(f"/report/appeal?token={token}").content.decode()
    assert PASSED in page
    assert REASON not in page


def test_that_nothing_is_found_again_is_the_answer_to_the_reporters_appeal(
    api: Api, stage: Stage, stranger: User
) -> None:
    report, decision = told(api, stage, stranger)
    one = appealed(api, stranger, report)
    with pytest.raises(DomainError, match="invalid"):
        decide(wanted=overturning(decision, REASON), by=chief())
    one.refresh_from_db()
    assert (one.state, decision.outcome) == (AppealState.PENDING, Outcome.NO_VIOLATION)
    assert heard(stranger) == []


def test_in_a_case_of_child_safety_nobody_hears_anything(
    api: Api, stage: Stage, stranger: User, deliver: Callable[[], int]
) -> None:
    who = stage.people[0]
    _report, decision = told(api, stage, stranger, REMOVED)
    one = appeal_own(decision=decision, text=WHY)
    deliver()
    assert decision.case is not None
    cases = Case.objects.filter(pk=decision.case.pk)
    cases.update(diverted=True, queue=Queue.CHILD_SAFETY)
    decide(wanted=overturning(decision, REASON), by=chief())
    one.refresh_from_db()
    assert one.state == AppealState.SUPERSEDED
    assert heard(who) == []
    assert letters(deliver, one) == []
    body = api.get(f"/me/appeals/{one.public_id}", as_=who).json()
    assert (body["answer"], body["finding"], body["replaced_by"]) == (None, None, None)
