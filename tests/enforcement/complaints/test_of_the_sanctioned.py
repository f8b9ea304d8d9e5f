"""What people who were sanctioned elsewhere complained of, each as its scenario: by the app's
requests, the desk's pages and the letters."""

from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from enforcement.models import Appeal, Decision, Strike
from enforcement.services.appeal_dialog import ask
from feed.models import Post
from tests.client import Api
from tests.enforcement.appeals.sides import appealed
from tests.enforcement.appeals.test_without_signing_in import link_in
from tests.enforcement.complaints.desk_work import (
    ANSWERED,
    REMOVES,
    answers,
    decides,
    heard,
    moderator,
)
from tests.enforcement.desk.pages import read
from tests.enforcement.reporting import case_of, reported
from tests.feed.studio import published

pytestmark = pytest.mark.django_db
Deliver = Callable[[], int]
SUSPENDS = {"do_suspend": "on", "span_suspend": "24"}


@pytest.fixture
def removed(api: Api, stranger: User, post: Post, deliver: Deliver) -> Decision:
    reported(api, stranger, post)
    return decides(moderator()[1], case_of(post), deliver, **REMOVES)


def test_q4_an_appeal_is_a_bare_yes_or_no(
    api: Api, creator: User, removed: Decision, deliver: Deliver
) -> None:
    """It has words on both sides, a question and its reply, and an answer with its reasons."""
    row = appealed(api, creator, removed)
    other, desk = moderator()
    ask(appeal=row, by=other, text="Where did she agree to it?")
    deliver()
    place = f"/me/appeals/{row.public_id}"
    assert api.get(place, as_=creator).json()["messages"][0]["text"] == "Where did she agree to it?"
    said = api.post(f"{place}/reply", {"text": "In her own video."}, as_=creator, key="reply")
    assert said.status_code == 201
    milder = {"outcome": "overturned", "do_label_post": "on", "value_label_post": "sensitive"}
    done = answers(desk, row.case, deliver, **milder)
    assert done.status_code == 302, read(done)
    shown = api.get(place, as_=creator).json()
    assert shown["outcome"] == "overturned"
    assert shown["answer"] == ANSWERED
    assert api.get(f"/posts/{removed_post(removed)}", as_=creator).status_code == 200


def removed_post(decision: Decision) -> str:
    return Post.objects.get(pk=decision.subject_id).public_id


def test_q6_a_strike_is_the_only_way_to_say_something(
    api: Api, creator: User, stranger: User, post: Post, deliver: Deliver
) -> None:
    """A warning says what was wrong, counts for nothing, and takes nothing down."""
    reported(api, stranger, post)
    warned = decides(moderator()[1], case_of(post), deliver, do_warn="on")
    assert heard(api, creator)[-1] == "decision.made"
    assert api.get("/me/strikes", as_=creator).json()["points"] == 0
    body = api.get(f"/me/decisions/{warned.public_id}", as_=creator).json()
    assert ["Nothing else follows" in one["says"] for one in body["actions"]] == [True]
    assert not Strike.objects.exists()
    assert api.get(f"/posts/{post.public_id}", as_=stranger).status_code == 200


def test_q7_one_action_ends_the_report_where_several_are_due(
    api: Api, creator: User, stranger: User, post: Post, deliver: Deliver
) -> None:
    reported(api, stranger, post)
    fields = {**REMOVES, "do_strike": "on", "value_strike": "grave", **SUSPENDS}
    made = decides(moderator()[1], case_of(post), deliver, **fields)
    names = {one.name for one in made.actions.all()}
    assert {"remove_post", "strike", "suspend"} <= names
    assert heard(api, stranger).count("report.answered") == 1
    assert Strike.objects.get().person_id == creator.pk
    assert api.get(f"/posts/{post.public_id}", as_=stranger).status_code == 404
    assert User.objects.get(pk=creator.pk).state == "suspended"


def test_q15_the_appeal_was_right_and_the_post_stays_down(
    api: Api, creator: User, stranger: User, friend: User, post: Post, deliver: Deliver
) -> None:
    """All that the decision did is undone, the letter says so, and reporters hear of no appeal."""
    rows = [reported(api, one, post) for one in (stranger, friend)]
    fields = {**REMOVES, "do_strike": "on", "value_strike": "serious", "do_limit_uploads": "on"}
    fields["span_limit_uploads"] = "24"
    decision = decides(moderator()[1], case_of(post), deliver, **fields)
    assert api.get("/me/strikes", as_=creator).json()["points"] > 0
    row = appealed(api, creator, decision)
    mail.outbox.clear()
    done = answers(moderator()[1], row.case, deliver, outcome="overturned")
    assert done.status_code == 302, read(done)
    assert api.get(f"/posts/{post.public_id}", as_=stranger).status_code == 200
    assert api.get("/me/strikes", as_=creator).json()["points"] == 0
    letters = [str(one.body) for one in mail.outbox if one.to == [creator.email]]
    assert any(row.public_id in one and "You were right" in one for one in letters)
    assert not any("It breaks rules" in one for one in letters)
    for who, report in zip((stranger, friend), rows, strict=True):
        assert heard(api, who) == ["report.answered", "report.answered"]
        mine = api.get(f"/reports/{report.public_id}", as_=who).json()
        assert (mine["outcome"], mine["appeal"]) == ("no_violation", None)


def test_q24_nobody_knows_why_and_lifting_one_lifts_another(
    api: Api, creator: User, stranger: User, friend: User, post: Post, deliver: Deliver
) -> None:
    """Each suspension names its decision in a letter of its own; undone, it lifts its own alone."""
    made, links = [], []
    for what, who in ((post, stranger), (published(creator), friend)):
        reported(api, who, what)
        mail.outbox.clear()
        made.append(decides(moderator()[1], case_of(what), deliver, **SUSPENDS))
        links.append(link_in(mail.outbox, creator))
    for decision, link, state in zip(made, links, ("suspended", "good"), strict=True):
        assert Client().post(link, {"text": "It is a quotation."}).status_code == 201
        row = Appeal.objects.get(decision=decision)
        answers(moderator()[1], row.case, deliver, outcome="overturned")
        assert User.objects.get(pk=creator.pk).state == state
