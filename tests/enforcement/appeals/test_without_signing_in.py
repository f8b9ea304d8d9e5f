"""Whoever is shut out appeals by the link in their letter; whoever reported without an account by
the page of their report (E29)."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core import mail
from django.test import Client
from django.utils import timezone
from time_machine import travel

from accounts.models import User
from accounts.services.deletion import delete_account
from enforcement.actions.names import ActionName
from enforcement.exporting import WALKERS
from enforcement.models import (
    Appeal,
    AppealLink,
    AppealState,
    AppealText,
    Case,
    Contact,
    Report,
)
from enforcement.services.appealing import appeal_own
from enforcement.states import CaseState
from enforcement.work.people import forget_appeals
from lib.actors import Actor
from lib.api.throttling import RATES
from lib.exporting import Walker
from tests.client import Api
from tests.enforcement.appeals.sides import (
    REMOVED,
    SAID,
    WHY,
    appealed,
    overturned,
    ruled,
    told,
    upheld,
)
from tests.enforcement.decisions.stage import SAID as REASONS
from tests.enforcement.decisions.stage import Stage, chief, decided, wish
from tests.enforcement.test_without_account import ADDRESS, confirmed

A = ActionName
LINK = re.compile(r"https?://[^/]+(/appeal\?token=\S+)")


def link_in(letters: list[Any], who: User) -> str:
    """Of the newest letter to them."""
    bodies = [str(one.body) for one in letters if one.to == [who.email]]
    found = LINK.search(bodies[-1])
    assert found, bodies
    return found[1]


def test_somebody_banned_appeals_with_no_session_at_all(
    api: Api, stage: Stage, deliver: Callable[[], int]
) -> None:
    who = stage.people[0]
    assert api.get("/me", as_=who).status_code == 200
    decision = decided(stage, wish(A.BAN))
    assert api.get("/me", as_=who).status_code == 401, "the session is revoked"
    mail.outbox.clear()
    deliver()
    path, browser = link_in(mail.outbox, who), Client()
    page = browser.get(path)
    assert page.status_code == 200
    assert page["Referrer-Policy"] == "same-origin"
    shown = page.content.decode()
    for said in (REASONS, "Your account is closed", "It holds everywhere.", "You can go to court"):
        assert said in shown, said
    assert stage.judge.public_id not in shown
    assert not Appeal.objects.exists(), "opening it does nothing"
    empty = browser.post(path, {"text": "  "})
    assert (empty.status_code, Appeal.objects.count()) == (400, 0)
    sent = browser.post(path, {"text": WHY})
    assert sent.status_code == 201, sent.content
    one = Appeal.objects.get()
    assert (one.decision_id, one.person_id, one.party) == (decision.pk, who.pk, "owner")
    assert one.public_id in sent.content.decode()
    again = browser.post(path, {"text": "once more"})
    assert (again.status_code, Appeal.objects.count()) == (409, 1)
    assert "Send my appeal" not in again.content.decode()
    mail.outbox.clear()
    overturned(one, chief())
    deliver()
    answer = next(str(each.body) for each in mail.outbox if one.public_id in str(each.body))
    assert "You were right" in answer
    undone = next(str(each.body) for each in mail.outbox if each.subject.startswith("A decision"))
    assert "stands well again" in undone
    assert "it breaks none" in undone
    assert "It breaks rules" not in undone, "Q-15: the mail says what was decided"
    assert SAID in browser.get(path).content.decode(), "the link shows what was found"
    assert User.objects.get(pk=who.pk).state == "good"


def test_a_link_opens_one_decision_and_no_table_holds_it(
    stage: Stage, deliver: Callable[[], int]
) -> None:
    who, other = stage.people
    first, second = decided(stage, wish(A.BAN)), decided(stage, REMOVED, who=1)
    deliver()
    mine, theirs = link_in(mail.outbox, who), link_in(mail.outbox, other)
    browser = Client()
    assert first.public_id in browser.get(mine).content.decode()
    assert second.public_id in browser.get(theirs).content.decode()
    assert second.public_id not in browser.get(mine).content.decode()
    token = mine.split("token=")[1]
    assert token not in str(list(AppealLink.objects.values()))
    for wrong in (token[:-1], token + "a", "", "x" * 5000, str(AppealLink.objects.all()[0].digest)):
        assert browser.get("/appeal", {"token": wrong}).status_code == 403, wrong
    status = browser.get("/report/status", {"token": token})
    assert status.status_code == 403, "nothing else opens with it"
    with travel(timezone.now() + timedelta(days=185)):
        assert browser.get(mine).status_code == 410


def test_a_network_does_not_try_links_without_end(stage: Stage) -> None:
    browser = Client()
    codes = {
        browser.get("/appeal", {"token": f"guess-{number}"}).status_code
        for number in range(RATES["appeal_open"].requests + 1)
    }
    assert codes == {403, 429}


def test_a_page_has_no_script_and_shows_no_markup_of_anybody(
    stage: Stage, deliver: Callable[[], int]
) -> None:
    who = stage.people[0]
    decided(stage, wish(A.BAN))
    deliver()
    path, browser = link_in(mail.outbox, who), Client()
    shown = browser.post(path, {"text": "<script>alert(1)</script>"}).content.decode()
    assert "<script" not in shown
    assert "&lt;script&gt;" in shown


def test_somebody_without_an_account_appeals_from_the_page_of_their_report(
    api: Api, stage: Stage, deliver: Callable[[], int]
) -> None:
    token = confirmed(api, stage.posts[0], deliver).json()["status_token"]
    browser = Client()
    status, page = f"/report/status?token={token}", f"/report/appeal?token={token}"
    assert "/report/appeal" not in browser.get(status).content.decode(), "nothing is decided"
    assert browser.post(page, {"text": WHY}).status_code == 409
    decision = ruled(stage)
    deliver()
    assert "/report/appeal" in browser.get(status).content.decode()
    body = api.post("/reports/open/status", {"token": token}).json()
    assert body["redress"]["appeal"] == "open"
    assert browser.get(page).status_code == 200
    assert not Appeal.objects.exists()
    assert browser.post(page, {"text": WHY}).status_code == 201
    one = Appeal.objects.get()
    assert (one.decision_id, one.person_id, one.party) == (decision.pk, None, "reporter")
    assert browser.post(page, {"text": WHY}).status_code == 409
    mail.outbox.clear()
    overturned(one, stage.second, REMOVED)
    deliver()
    mine = [str(each.body) for each in mail.outbox if each.to == [ADDRESS]]
    assert len(mine) == 1, "not told twice"
    assert "Your appeal" in mine[0]
    assert SAID in mine[0]
    assert Report.objects.get().outcome == "violation"
    assert SAID in browser.get(page).content.decode()


def test_another_address_of_their_mailbox_has_appealed_too(
    api: Api, stage: Stage, deliver: Callable[[], int]
) -> None:
    tokens = [
        confirmed(api, stage.posts[0], deliver, email=email, reason=reason).json()["status_token"]
        for email, reason in ((ADDRESS, "hate_speech"), ("Ada+2@example.org", "deception_spam"))
    ]
    assert Contact.objects.count() == 2
    ruled(stage)
    first, second = (f"/report/appeal?token={token}" for token in tokens)
    assert Client().post(first, {"text": WHY}).status_code == 201
    said = [api.post("/reports/open/status", {"token": token}).json() for token in tokens]
    assert [one["redress"]["appeal"] for one in said] == ["appealed"] * 2
    assert said[1]["appeal"] == said[0]["appeal"] is not None
    assert Client().post(second, {"text": WHY}).status_code == 409
    mail.outbox.clear()
    deliver()
    letters = [str(each.body) for each in mail.outbox]
    assert letters
    assert not any("/report/appeal" in one for one in letters)
    # Another mailbox is another voice.
    other = confirmed(api, stage.posts[0], deliver, email="eve@example.org", reason="hate_speech")
    assert other.json()["redress"]["appeal"] == "open"


def test_whoever_leaves_takes_their_words_and_nobody_waits(
    api: Api, stage: Stage, deliver: Callable[[], int]
) -> None:
    who = stage.people[0]
    decision = decided(stage, REMOVED)
    one = appealed(api, who, decision)
    forget_appeals(who.pk)
    assert Appeal.objects.get(pk=one.pk).state == AppealState.PENDING, "they are still here"
    delete_account(person=who, actor=Actor.person(who.pk))
    deliver()
    forget_appeals(who.pk)
    row = Appeal.objects.get(pk=one.pk)
    assert (row.state, row.outcome) == (AppealState.EXPIRED, "")
    assert row.case.state == CaseState.CLOSED
    assert not AppealText.objects.exists()
    assert not AppealLink.objects.filter(decision=decision).exists()


def test_of_several_who_wait_one_leaves(api: Api, stage: Stage, stranger: User) -> None:
    other = stage.viewers[1]
    from tests.enforcement.reporting import reported

    theirs = reported(api, other, stage.posts[0])
    report, keep = told(api, stage, stranger)
    one, two = appealed(api, stranger, report), appealed(api, other, theirs)
    delete_account(person=stranger, actor=Actor.person(stranger.pk))
    forget_appeals(stranger.pk)
    assert Appeal.objects.get(pk=one.pk).state == AppealState.EXPIRED
    assert Appeal.objects.get(pk=two.pk).state == AppealState.PENDING
    assert keep.case is not None
    assert Case.objects.get(pk=keep.case.pk).state == CaseState.UNDER_APPEAL
    upheld(two, stage.second)


def test_the_archive_has_what_one_appealed_and_was_answered(api: Api, stage: Stage) -> None:
    who = stage.people[0]
    one = appeal_own(decision=decided(stage, REMOVED), text=WHY)
    upheld(one, stage.second)
    walker = next(each for each in WALKERS if isinstance(each, Walker) and each.model is Appeal)
    (record,) = walker.records(who)
    assert record == api.get(f"/me/appeals/{one.public_id}", as_=who).json()
    assert (record["text"], record["answer"]) == (WHY, SAID)
    assert stage.second.public_id not in str(record)
    assert list(walker.records(stage.people[1])) == []
