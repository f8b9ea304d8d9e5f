"""Whoever answers an appeal may ask before (E28, Q-4): in turn, and with those two alone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.services.deletion import delete_account
from enforcement.actions.names import ActionName
from enforcement.appeal_rules import window
from enforcement.exporting import WALKERS
from enforcement.limits import APPEAL_QUESTIONS
from enforcement.models import Appeal, AppealMessage, Case
from enforcement.services.appeal_dialog import ask, reply
from enforcement.services.appeal_ends import let_go
from enforcement.services.appealing import appeal_own
from enforcement.services.claiming import turn
from enforcement.triage.priority import REPLIED
from enforcement.triage.repricing import reprice
from enforcement.work.people import forget_appeals
from inbox.models import Event
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode, StaleState
from lib.exporting import Walker
from tests.client import Api, code_of
from tests.enforcement.appeals.sides import REMOVED, WHY, appealed, upheld
from tests.enforcement.appeals.test_without_signing_in import link_in
from tests.enforcement.decisions.stage import Stage, chief, decided, wish

QUESTION, REPLY = "Where did she agree to it?", "In her own video of Friday."


def said(api: Api, who: Any, row: Appeal, text: str = REPLY, key: str = "one") -> Any:
    return api.post(f"/me/appeals/{row.public_id}/reply", {"text": text}, as_=who, key=key)


def test_a_question_and_its_reply_in_turn(api: Api, stage: Stage) -> None:
    who = stage.people[0]
    row = appealed(api, who, decided(stage, REMOVED))
    early = said(api, who, row)
    assert (early.status_code, code_of(early)) == (409, "stale_state")
    for by in (stage.judge, who):
        with pytest.raises(DomainError) as no:
            ask(appeal=row, by=by, text=QUESTION)
        assert no.value.code == ErrorCode.PERMISSION_DENIED, "who decided it, and who is no staff"
    with pytest.raises(DomainError):
        ask(appeal=row, by=stage.second, text=" \n")
    ask(appeal=row, by=stage.second, text=QUESTION)
    with pytest.raises(StaleState):
        ask(appeal=row, by=stage.second, text="And when?")
    (event,) = Event.objects.filter(person_id=who.pk, type="appeal.asked")
    assert event.data == {"appeal": row.public_id}
    mine = api.get(f"/me/appeals/{row.public_id}", as_=who).json()
    assert (mine["asked"], mine["messages"][0]["text"]) == (True, QUESTION)
    assert stage.second.public_id not in str(mine)
    other = said(api, stage.people[1], row)
    assert (other.status_code, code_of(other)) == (404, "not_found")
    empty = said(api, who, row, " ", "none")
    assert (empty.status_code, code_of(empty)) == (400, "required")
    answer = said(api, who, row, key="two")
    assert answer.status_code == 201, answer.content
    assert answer.json()["asked"] is False
    assert [one["yours"] for one in answer.json()["messages"]] == [False, True]
    again = said(api, who, row, key="three")
    assert (again.status_code, code_of(again)) == (409, "stale_state")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT text FROM {AppealMessage._meta.db_table}")  # noqa: S608
        assert REPLY not in str(cursor.fetchall()), "sealed"
    walker = next(one for one in WALKERS if isinstance(one, Walker) and one.model is Appeal)
    assert REPLY in str(list(walker.records(who)))
    upheld(row, stage.second)
    with pytest.raises(StaleState):
        ask(appeal=row, by=stage.second, text=QUESTION)


def test_nobody_is_asked_without_end(stage: Stage) -> None:
    row = appeal_own(decision=decided(stage, REMOVED), text=WHY)
    for _ in range(APPEAL_QUESTIONS):
        ask(appeal=row, by=stage.second, text=QUESTION)
        reply(appeal=row, text=REPLY)
    with pytest.raises(StaleState):
        ask(appeal=row, by=stage.second, text=QUESTION)


def told(person: Any) -> list[Any]:
    rows = Event.objects.filter(person_id=person.pk, type="desk.replied").order_by("number")
    return [row.data for row in rows]


def test_a_reply_wakes_who_asked_and_brings_its_case_forward(stage: Stage) -> None:
    row = appeal_own(decision=decided(stage, REMOVED), text=WHY)
    another = appeal_own(decision=decided(stage, REMOVED, who=1), text=WHY)
    Case.objects.filter(pk=another.case_id).update(sla_due_at=timezone.now())
    assert next(one.pk for one in turn(chief(), None, at_least=0)) == another.case_id
    ask(appeal=row, by=stage.second, text=QUESTION)
    before = Case.objects.get(pk=row.case_id)
    reply(appeal=row, text=REPLY)
    after = Case.objects.get(pk=row.case_id)
    assert (after.components["replied"], after.priority > before.priority) == (REPLIED, True)
    assert next(one.pk for one in turn(chief(), None, at_least=0)) == after.pk
    assert told(stage.second) == [{"queue": after.queue, "cases": 1}]
    assert told(stage.judge) == told(chief()) == told(stage.people[0]) == []
    ask(appeal=row, by=stage.second, text=QUESTION)
    reprice(after)
    assert after.components["replied"] == 1.0, "it is our turn no more"


def test_where_who_asked_may_not_answer_any_more_others_are_told(stage: Stage) -> None:
    row = appeal_own(decision=decided(stage, REMOVED), text=WHY)
    ask(appeal=row, by=stage.second, text=QUESTION)
    type(stage.second).objects.filter(pk=stage.second.pk).update(is_staff=False)
    other = chief()
    reply(appeal=row, text=REPLY)
    assert (told(stage.second), len(told(other))) == ([], 1)


def test_who_asked_is_forgotten_with_their_account(stage: Stage) -> None:
    row = appeal_own(decision=decided(stage, REMOVED), text=WHY)
    ask(appeal=row, by=stage.second, text=QUESTION)
    let_go(stage.second.pk)
    (question,) = row.messages.all()
    assert (question.text, question.asked_by) == (QUESTION, None)


def test_somebody_banned_replies_by_the_link_in_the_letter(
    stage: Stage, deliver: Callable[[], int]
) -> None:
    who = stage.people[0]
    row = appeal_own(decision=decided(stage, wish(ActionName.BAN)), text=WHY)
    deliver()
    mail.outbox.clear()
    ask(appeal=row, by=chief(), text=QUESTION)
    deliver()
    assert QUESTION in str(mail.outbox[-1].body)
    path, browser = link_in(mail.outbox, who), Client()
    assert QUESTION in browser.get(path).content.decode()
    assert browser.post(path, {"text": " "}).status_code == 400
    assert browser.post(path, {"text": REPLY}).status_code == 201
    assert [one.text for one in row.messages.order_by("at")] == [QUESTION, REPLY]
    page = browser.get(path).content.decode()
    assert page.index("We ask") < page.index(QUESTION) < page.index("You reply")
    assert REPLY in page
    assert "Send my reply" not in page
    assert browser.post(path, {"text": REPLY}).status_code == 409
    assert row.messages.count() == 2


def test_a_question_at_the_end_of_the_time_can_be_replied_to(
    stage: Stage, deliver: Callable[[], int], time_machine: Any
) -> None:
    who = stage.people[0]
    decision = decided(stage, wish(ActionName.BAN))
    time_machine.move_to(decision.at + window() - timedelta(hours=1), tick=False)
    row = appeal_own(decision=decision, text=WHY)
    deliver()
    mail.outbox.clear()
    time_machine.move_to(decision.at + window() + timedelta(days=3), tick=False)
    ask(appeal=row, by=chief(), text=QUESTION)
    deliver()
    assert Client().post(link_in(mail.outbox, who), {"text": REPLY}).status_code == 201


def test_whoever_leaves_takes_their_replies(stage: Stage) -> None:
    who = stage.people[0]
    row = appeal_own(decision=decided(stage, REMOVED), text=WHY)
    ask(appeal=row, by=stage.second, text=QUESTION)
    forget_appeals(who.pk)
    assert AppealMessage.objects.exists(), "they are still here"
    delete_account(person=who, actor=Actor.person(who.pk))
    forget_appeals(who.pk)
    assert not AppealMessage.objects.exists()
