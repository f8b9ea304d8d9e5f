"""Deciding about what nobody reported: form, preview and service, never a bare takedown."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from audit.models import AuditEvent
from cameos.addresses import address_of
from enforcement.models import Appeal, Case, Decision, Proposal
from enforcement.policies import see_decided
from enforcement.services.deciding import decide
from enforcement.subjects.kinds import SubjectKind
from enforcement.wanted import Wanted
from feed.models import Post
from lib.errors import DomainError
from lib.ids import IdKind, encode
from tests import cast
from tests.accounts.desk.conftest import colleague
from tests.client import Api
from tests.enforcement.decisions.stage import chief
from tests.enforcement.desk.pages import SAID, do, preview, read, through
from tests.enforcement.reporting import case_of, given, report, reported
from tests.feed.studio import finished, published
from tests.staff import at_the_desk
from tests.takedowns import taken_down_before

pytestmark = pytest.mark.django_db
REMOVES = {"do_remove_post": "on"}
WARNS = {"do_warn": "on"}


def about(public_id: str) -> str:
    return f"/admin/enforcement/decision/about/{public_id}/"


@pytest.fixture
def post(creator: User) -> Post:
    return published(creator)


@pytest.fixture
def desk(moderator: User) -> Client:
    return at_the_desk(given(moderator, "handle_case"))


def test_a_post_is_removed_by_a_decision_that_says_why(
    api: Api, desk: Client, moderator: User, creator: User, post: Post, deliver: Any
) -> None:
    shown = preview(desk, about(post.public_id), **REMOVES)
    assert "We removed your post." in read(shown)
    assert not Decision.objects.exists()
    looks = AuditEvent.objects.filter(action="audit.staff.opened", target=post.public_id)
    assert {one.actor for one in looks} == {moderator.public_id}
    assert do(desk, about(post.public_id), shown, **REMOVES).status_code == 302
    decision = Decision.objects.get()
    assert (decision.case, decision.decided_by) == (None, moderator.public_id)
    assert (decision.policies, decision.text.statement) == (["harassment_targeted"], SAID)
    assert not Case.objects.exists()
    assert AuditEvent.objects.get(action="enforcement.decision.made").actor == moderator.public_id
    deliver()
    (told,) = api.get("/me/decisions", as_=creator).json()["results"]
    assert (told["id"], told["statement"]) == (decision.public_id, SAID)
    (held,) = api.get("/me/account-status", as_=creator).json()["actions"]
    assert (held["subject"], held["appeal"]) == (post.public_id, "open")
    sent = api.post(
        f"/me/decisions/{decision.public_id}/appeal", {"text": "It is fine."}, as_=creator, key="a"
    )
    assert sent.status_code == 201, sent.content
    assert Appeal.objects.get().case.subject == post.public_id


@pytest.mark.parametrize("fields", [{"policies": []}, {"statement": ""}, {"do_remove_post": ""}])
def test_no_decision_without_a_rule_words_and_something_done(
    desk: Client, post: Post, fields: Any
) -> None:
    through(desk, about(post.public_id), **{**REMOVES, **fields})
    assert not Decision.objects.exists()


def test_drafts_profiles_and_likenesses_too(desk: Client, creator: User) -> None:
    draft, likeness = finished(creator), encode(IdKind.CAMEO, address_of(creator).pk)
    for public_id in (draft.public_id, creator.public_id, likeness):
        answer = through(desk, about(public_id), **WARNS)
        assert answer.status_code == 302, read(answer)
    made = Decision.objects.order_by("at").values_list("subject_kind", "owner_id")
    assert list(made) == [(kind, creator.pk) for kind in ("draft", "profile", "cameo")]
    page = desk.get(about(creator.public_id)).content.decode()
    assert about(likeness) in page


def test_the_pages_of_the_desks_lead_there(creator: User, post: Post) -> None:
    lead = at_the_desk(colleague("lead"))
    support = at_the_desk(colleague("support"))
    pages = {
        f"/admin/accounts/user/{creator.pk}/change/": creator.public_id,
        f"/admin/feed/post/{post.pk}/change/": post.public_id,
        f"/admin/generation/draft/{post.draft_id}/change/": post.draft.public_id,  # type: ignore[union-attr]
    }
    for page, public_id in pages.items():
        assert about(public_id) in lead.get(page).content.decode(), page
        assert about(public_id) not in support.get(page).content.decode(), page


def test_who_may_and_who_may_not(api: Api, creator: User, post: Post) -> None:
    answers = {
        role: at_the_desk(colleague(role)).get(about(post.public_id)).status_code
        for role in ("moderator", "lead", "support", "external vendor", "child safety", "analyst")
    }
    assert answers.pop("moderator") == answers.pop("lead") == 200
    assert set(answers.values()) == {403}
    of_staff = published(colleague("moderator"))
    reporter = colleague("moderator")
    report(api, reporter, post)
    other = cast.moderator()
    Case.objects.update(state="closed", closed_at=case_of(post).opened_at)
    for who, what in ((reporter, post), (of_staff.author, of_staff)):
        assert at_the_desk(who).get(about(what.public_id)).status_code == 404
        wanted = Wanted(SubjectKind.POST, what.pk, ("hate_speech",), SAID)
        with pytest.raises(DomainError, match="not_allowed_for_self"):
            decide(wanted=wanted, by=who)
    made = decide(
        wanted=Wanted(SubjectKind.POST, post.pk, ("hate_speech",), SAID),
        by=given(other, "handle_case"),
    )
    assert see_decided.allows(colleague("moderator"), made)
    assert not see_decided.allows(reporter, made)
    assert at_the_desk(chief()).get(about("pst_nothing")).status_code == 404


def test_where_a_case_waits_it_is_decided_there(
    api: Api, desk: Client, stranger: User, post: Post
) -> None:
    reported(api, stranger, post)
    page = f"/admin/enforcement/case/{case_of(post).pk}/change/"
    for answer in (desk.get(about(post.public_id)), desk.post(about(post.public_id), REMOVES)):
        assert answer["Location"] == page
    assert not Decision.objects.exists()


def test_of_child_safety_nothing_is_said(
    api: Api, desk: Client, stranger: User, post: Post
) -> None:
    reported(api, stranger, post, "child_sexual")
    assert desk.get(about(post.public_id)).status_code == 200


def test_pressed_twice_it_is_one_decision(desk: Client, creator: User) -> None:
    path = about(creator.public_id)
    shown = preview(desk, path, **WARNS)
    assert do(desk, path, shown, **WARNS).status_code == 302
    assert do(desk, path, shown, **WARNS).status_code == 409
    assert Decision.objects.count() == 1


def test_what_takes_two_is_proposed(desk: Client, creator: User) -> None:
    assert through(desk, about(creator.public_id), do_ban="on").status_code == 302
    assert Proposal.objects.get().case is None
    assert not Decision.objects.exists()


def test_a_post_that_was_taken_down_otherwise_stands_in_the_status(
    api: Api, creator: User, stranger: User, post: Post
) -> None:
    taken_down_before(post=post, by=chief())
    body = api.get("/me/account-status", as_=creator).json()
    (row,) = body["taken_down"]
    assert row["subject"] == post.public_id
    assert row["says"] == "Your post was taken down: our rules show it to nobody."
    assert len(row["since"]) == len("2026-11-22")
    assert api.get("/me/account-status", as_=stranger).json()["taken_down"] == []
