"""Asking whoever appealed, on the page of the case in which it is answered (E28)."""

from typing import Any

import pytest

from audit.models import AuditEvent
from enforcement.limits import APPEAL_QUESTIONS
from enforcement.models import Appeal, AppealMessage
from enforcement.services.appeal_dialog import reply
from enforcement.services.claiming import claim, holder_of
from tests import cast
from tests.client import Api
from tests.enforcement.appeals.sides import REMOVED, WHY, appealed, upheld
from tests.enforcement.decisions.stage import SAID, Stage, chief, decided
from tests.enforcement.desk.pages import ROOT, read
from tests.enforcement.reporting import given
from tests.staff import at_the_desk

QUESTION, REPLY = "Where did she <b>agree</b> to it?", "In her own video of Friday."
FORM = "Ask whoever sent it"


@pytest.fixture
def appeal(api: Api, stage: Stage) -> Appeal:
    return appealed(api, stage.people[0], decided(stage, REMOVED))


def case_page(appeal: Appeal) -> str:
    return f"{ROOT}/case/{appeal.case.pk}/change/"


def asking(appeal: Appeal) -> str:
    return f"{ROOT}/case/{appeal.case.public_id}/appeal/{appeal.public_id}/ask/"


def test_a_question_is_asked_and_its_reply_read(stage: Stage, appeal: Appeal) -> None:
    desk = at_the_desk(stage.second)
    before = desk.get(case_page(appeal))
    assert asking(appeal) in before.content.decode()
    for words in (WHY, SAID, FORM):
        assert words in read(before)
    own = f'id="asking-{appeal.public_id}"'
    page = before.content.decode()
    assert page.index(own) < page.index('id="case_form"'), "no form stands within another"
    sent = desk.post(asking(appeal), {"text": QUESTION})
    assert (sent.status_code, sent["Location"]) == (302, f"{case_page(appeal)}#{appeal.public_id}")
    assert holder_of(appeal.case) == stage.second.pk, "whoever asks works on it"
    row = AuditEvent.objects.get(action="enforcement.appeal.asked")
    assert (row.target, row.actor) == (appeal.public_id, stage.second.public_id)
    assert "agree" not in str(row.facts)
    waits = desk.get(case_page(appeal))
    assert "No reply yet" in read(waits)
    assert FORM not in read(waits), "one at a time"
    assert "<b>agree</b>" not in waits.content.decode()
    reply(appeal=appeal, text=REPLY)
    then = read(desk.get(case_page(appeal)))
    assert then.index(QUESTION) < then.index(REPLY) < then.index(FORM)


def test_nobody_asks_who_may_not_answer(api: Api, stage: Stage, appeal: Appeal) -> None:
    judge = at_the_desk(stage.judge)
    assert FORM not in read(judge.get(case_page(appeal)))
    refused = judge.post(asking(appeal), {"text": QUESTION})
    assert "Somebody who did not decide it must answer" in read(refused)
    keeper = at_the_desk(given(cast.moderator(), "handle_child_safety"))
    assert keeper.post(asking(appeal), {"text": QUESTION}).status_code == 404
    nobody = at_the_desk(cast.moderator())
    assert nobody.post(asking(appeal), {"text": QUESTION}).status_code == 403
    other = appealed(api, stage.people[1], decided(stage, REMOVED, who=1))
    there = asking(appeal).replace(appeal.public_id, other.public_id)
    assert at_the_desk(stage.second).post(there, {"text": QUESTION}).status_code == 404
    assert not AppealMessage.objects.exists()


def test_where_somebody_works_on_it_nobody_else_asks(stage: Stage, appeal: Appeal) -> None:
    claim(appeal.case, stage.second)
    refused = at_the_desk(chief()).post(asking(appeal), {"text": QUESTION})
    assert "Somebody else works on this case" in read(refused)
    assert QUESTION.replace("<", "&lt;").replace(">", "&gt;") in refused.content.decode(), "kept"
    assert not AppealMessage.objects.exists()


@pytest.mark.parametrize("text", ["", " \n", "x" * 2001, "\u202eabc"])
def test_what_asks_nothing_is_refused(stage: Stage, appeal: Appeal, text: str) -> None:
    refused = at_the_desk(stage.second).post(asking(appeal), {"text": text})
    assert refused.status_code == 200
    assert "errorlist" in refused.content.decode()
    assert not AppealMessage.objects.exists()


def test_not_twice_nor_without_end_nor_once_it_is_answered(stage: Stage, appeal: Appeal) -> None:
    desk = at_the_desk(stage.second)
    for _ in range(APPEAL_QUESTIONS):
        desk.post(asking(appeal), {"text": QUESTION})
        again = desk.post(asking(appeal), {"text": QUESTION})
        assert "A question waits already, or there were enough" in read(again)
        reply(appeal=appeal, text=REPLY)
    assert "there were enough" in read(desk.post(asking(appeal), {"text": QUESTION}))
    assert FORM not in read(desk.get(case_page(appeal)))
    upheld(appeal, stage.second)
    late: Any = desk.post(asking(appeal), {"text": QUESTION})
    assert late.status_code == 200
    assert AppealMessage.objects.count() == 2 * APPEAL_QUESTIONS
