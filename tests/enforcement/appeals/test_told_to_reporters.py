"""What whoever reported is told with the decision: redress and the part of software (DSA, Article
16(5) and (6)), in letters, on pages and in the app, and what stands in none of them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.core import mail
from django.test import Client

from accounts.models import User
from enforcement.models import Appeal, Case, DecisionSource
from enforcement.services.deciding import decide
from enforcement.states import Outcome
from enforcement.work.answering import answer
from lib.actors import Actor
from tests.client import Api
from tests.enforcement.appeals.sides import REMOVED, ruled, upheld
from tests.enforcement.decisions.stage import SAID, Stage, wanted
from tests.enforcement.reporting import case_of, reported
from tests.enforcement.reporting import decide as settled
from tests.enforcement.test_without_account import ADDRESS, WORDS, confirmed

COURTS = ("You can go to court at any time.", settings.OUT_OF_COURT_URL)
SORTED = "Software of ours looked at it first, and sorted it. A person decided it."


def told_to(api: Api, token: str, deliver: Callable[[], int]) -> tuple[str, str, dict[str, Any]]:
    """The newest letter, the page and the body of somebody without an account."""
    deliver()
    (letter,) = [str(one.body) for one in mail.outbox if "was looked at" in str(one.subject)]
    page = Client().get(f"/report/status?token={token}").content.decode()
    return letter, page, api.post("/reports/open/status", {"token": token}).json()


def absent(stage: Stage, *texts: str) -> None:
    """Nothing of the other side, of other reporters, of staff, nor of an hour."""
    names = (stage.judge.public_id, stage.judge.handle, stage.people[0].handle or "-")
    for text in texts:
        for word in (SAID, WORDS, "Others said this.", stage.posts[0].public_id, *names, " UTC"):
            assert word not in text, word


def test_a_letter_says_what_can_be_done_against_it_and_who_decided(
    api: Api, stage: Stage, stranger: User, deliver: Callable[[], int]
) -> None:
    token = confirmed(api, stage.posts[0], deliver).json()["status_token"]
    reported(api, stranger, stage.posts[0], text="Others said this.")
    deliver()
    assert Case.objects.get().examined_at is not None
    mail.outbox.clear()
    ruled(stage)
    letter, page, body = told_to(api, token, deliver)
    for text in (letter, page):
        assert SORTED in text
        assert f"You can appeal to us until {body['redress']['appealable_until']}" in text
        assert "/report/appeal?token=" in text
        assert all(one in text for one in COURTS)
    assert (body["automated"], body["processing"]) == (False, SORTED)
    absent(stage, letter, page)


def test_where_a_rule_is_broken_there_is_nothing_to_appeal_but_courts_are(
    api: Api, stage: Stage, deliver: Callable[[], int]
) -> None:
    token = confirmed(api, stage.posts[0], deliver).json()["status_token"]
    mail.outbox.clear()
    ruled(stage, REMOVED)
    letter, page, _body = told_to(api, token, deliver)
    for text in (letter, page):
        assert "There is nothing left to appeal to us." in text
        assert "/report/appeal" not in text
        assert all(one in text for one in COURTS)
    absent(stage, letter, page)


def test_that_no_person_decided_is_said(
    api: Api, stage: Stage, stranger: User, deliver: Callable[[], int]
) -> None:
    token = confirmed(api, stage.posts[0], deliver).json()["status_token"]
    mine = reported(api, stranger, stage.posts[0])
    mail.outbox.clear()
    case = case_of(stage.posts[0])
    alone = replace(wanted(stage, REMOVED), case_id=case.pk, source=DecisionSource.AUTOMATION)
    decide(wanted=alone, by=Actor.system("automation"))
    answer(case.pk)
    letter, page, body = told_to(api, token, deliver)
    own = api.get(f"/reports/{mine.public_id}", as_=stranger).json()
    for text in (letter, page, own["processing"], body["processing"]):
        assert "No person decided it." in text
        assert "A person decided it." not in text
    assert own["automated"] is body["automated"] is True
    assert own["redress"]["says"][2] == COURTS[0]


def test_before_anything_is_decided_nothing_is_said_of_it(
    api: Api, stage: Stage, stranger: User, deliver: Callable[[], int]
) -> None:
    token = confirmed(api, stage.posts[0], deliver).json()["status_token"]
    mine = reported(api, stranger, stage.posts[0])
    page = Client().get(f"/report/status?token={token}").content.decode()
    assert "Software" not in page
    assert COURTS[0] not in page
    body = api.get(f"/reports/{mine.public_id}", as_=stranger).json()
    assert (body["processing"], body["redress"]) == (None, None)


def test_of_child_safety_the_ways_to_courts_are_said_and_nothing_more(
    api: Api, stage: Stage, stranger: User, deliver: Callable[[], int]
) -> None:
    child = {"reason": "child_sexual", "name": ""}
    token = confirmed(api, stage.posts[0], deliver, **child).json()["status_token"]
    mine = reported(api, stranger, stage.posts[0], "child_sexual")
    mail.outbox.clear()
    settled(case_of(stage.posts[0]), Outcome.VIOLATION)
    letter, page, body = told_to(api, token, deliver)
    own = api.get(f"/reports/{mine.public_id}", as_=stranger).json()
    for text in (letter, page):
        assert "Software of ours sorted it. A person decided it." in text
        assert all(one in text for one in COURTS)
        assert "/report/appeal" not in text
    for one in (own, body):
        assert (one["measures"], one["appeal"], one["redress"]["appeal"]) == ([], None, "nothing")
    absent(stage, letter, page)


def test_whoever_appealed_hears_once_and_of_courts(
    api: Api, stage: Stage, deliver: Callable[[], int]
) -> None:
    token = confirmed(api, stage.posts[0], deliver).json()["status_token"]
    ruled(stage)
    deliver()
    Client().post(f"/report/appeal?token={token}", {"text": "Look at it again."})
    mail.outbox.clear()
    upheld(Appeal.objects.get(), stage.second)
    deliver()
    (letter,) = [str(one.body) for one in mail.outbox if one.to == [ADDRESS]]
    assert "by somebody who had not decided it before" in letter
    assert all(one in letter for one in COURTS)
    page = Client().get(f"/report/status?token={token}").content.decode()
    assert "You appealed to us." in page
    absent(stage, letter, page)
