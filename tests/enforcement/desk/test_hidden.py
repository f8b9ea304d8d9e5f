"""That a post is hidden first stands wherever staff meet it, by which rule and until when; of child
safety only for whoever handles it."""

import re
from typing import Any

import pytest

from enforcement.models import Hiding, Lane, TrustedFlagger
from feed.models import Post
from tests import cast
from tests.client import Api
from tests.enforcement.reporting import case_of, given, reported
from tests.enforcement.test_without_account import confirmed
from tests.feed.studio import published
from tests.staff import at_the_desk

pytestmark = pytest.mark.django_db
CASES = "/admin/enforcement/case"
SAYS = "This post is hidden from all but its maker"


def read(client: Any, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return " ".join(re.sub("<[^>]*>", " ", answer.content.decode()).split())


@pytest.fixture
def hidden(api: Api, post: Post) -> Post:
    person = cast.adult("flagger")
    TrustedFlagger.objects.create(person_id=person.pk, appointed_by=person.pk)
    reported(api, person, post, "hate_extremism")
    return post


def test_by_which_rule_and_until_when(api: Api, hidden: Post) -> None:
    other = published(cast.creator())
    reported(api, cast.stranger(), other)
    row, staff = Hiding.objects.get(), at_the_desk(given(cast.moderator(), "handle_case"))
    assert row.ends_at is not None
    ends = f"{row.ends_at:%Y-%m-%d %H:%M:%S} UTC"
    case = f"{CASES}/{case_of(hidden).pk}/change/"
    for page in (case, f"/admin/feed/post/{hidden.pk}/change/"):
        text = read(staff, page)
        assert SAYS in text
        assert Lane(row.lane).label.lower() in text
        assert f"Without a decision it is shown again at {ends}." in text
        assert "Its maker contested it" not in text
    api.post(f"/posts/{hidden.public_id}/hidden/contest", as_=hidden.author)
    assert "Its maker contested it at" in read(staff, case)
    for page in (f"{CASES}/{case_of(other).pk}/change/", f"/admin/feed/post/{other.pk}/change/"):
        assert SAYS not in read(staff, page)

    assert "Hide a post meanwhile 1" in read(staff, f"{CASES}/board/")
    every, now = read(staff, f"{CASES}/"), read(staff, f"{CASES}/?hidden=now")
    assert case_of(other).public_id in every
    assert "(contested)" in every
    assert case_of(hidden).public_id in now
    assert case_of(other).public_id not in now
    assert case_of(hidden).public_id in read(staff, f"{CASES}/?hidden=contested")


def test_only_a_decision_ends_a_notice(api: Api, post: Post, deliver: Any) -> None:
    confirmed(api, post, deliver)
    staff = at_the_desk(given(cast.moderator(), "handle_case"))
    text = read(staff, f"{CASES}/{case_of(post).pk}/change/")
    assert "Only a decision ends it." in text


# abuse: or whoever handles cases would know of a case that is not theirs to know of
def test_of_child_safety_whoever_handles_it_alone_reads(api: Api, post: Post) -> None:
    row = reported(api, cast.stranger(), post, "child_sexual")
    assert row.case is not None
    Hiding.objects.create(
        case=row.case, report=row, post_id=post.pk, owner_id=post.author_id,
        reason=row.reason, lane=Lane.CHILD,
    )  # fmt: skip
    reported(api, cast.friend(), post)
    plain = at_the_desk(given(cast.moderator(), "handle_case"))
    page, case = f"/admin/feed/post/{post.pk}/change/", f"{CASES}/{row.case.pk}/change/"
    assert plain.get(case).status_code != 200
    for path in (page, f"{CASES}/{case_of(post).pk}/change/"):
        assert SAYS not in read(plain, path)
    protects = at_the_desk(given(cast.moderator(), "handle_child_safety"))
    assert SAYS in read(protects, page)
    assert SAYS in read(protects, case)
