"""What the maker of a post that is hidden first reads of it in their status and on the post, and
what nobody reads there (E24, E47)."""

from datetime import UTC, datetime
from typing import Any

import pytest

from enforcement.models import Hiding
from enforcement.triage.lanes import CONTEST_LASTS
from moderation.categories import Category
from tests import cast
from tests.cameos.permissions.lending import lent
from tests.cameos.revoking.films import shown
from tests.client import Api
from tests.enforcement.reporting import case_of, reported
from tests.enforcement.test_without_account import confirmed
from tests.enforcement.triage.test_examining import SEEDS, bank, entry, remember
from tests.enforcement.triage.test_hiding import seen, settled
from tests.feed.studio import published

pytestmark = pytest.mark.django_db


def status(api: Api, who: Any) -> Any:
    return api.get("/me/account-status", as_=who).json()["hidden"]


def on_post(api: Api, who: Any, post: Any) -> Any:
    return api.get(f"/posts/{post.public_id}", as_=who).json()["hidden"]


def day(at: datetime | None) -> str | None:
    return at.astimezone(UTC).date().isoformat() if at else None


def test_its_maker_reads_for_what_since_when_and_until_when(
    api: Api, creator: Any, friend: Any
) -> None:
    post, other = shown(creator, lent(friend)), published(creator)
    reported(api, friend, post, "likeness_me")
    row = Hiding.objects.get()
    one = {
        "topic": "likeness",
        "since": day(row.since),
        "until": day(row.ends_at),
        "contestable": True,
    }
    assert on_post(api, creator, post) == [one]
    assert status(api, creator) == [{"post": post.public_id, **one}]
    assert on_post(api, creator, other) == []
    mine = api.get(f"/people/{creator.handle}/posts", as_=creator).json()["results"]
    assert {each["id"]: each["hidden"] for each in mine} == {
        post.public_id: [one],
        other.public_id: [],
    }
    for answer in (on_post(api, creator, post), status(api, creator)):
        said = str(answer)
        assert friend.public_id not in said
        assert "shown" not in said, "nor by which lane, which names who spoke"
    settled(case_of(post))
    assert (on_post(api, creator, post), status(api, creator)) == ([], [])


def test_after_they_contested_it_is_not_contestable_and_ends_sooner(
    api: Api, creator: Any, friend: Any
) -> None:
    post = shown(creator, lent(friend))
    reported(api, friend, post, "likeness_me")
    reported(api, friend, post, "impersonation")
    assert api.post(f"/posts/{post.public_id}/hidden/contest", as_=creator).status_code == 200
    contested = Hiding.objects.latest("since").contested_at
    assert contested is not None
    (one,) = on_post(api, creator, post)
    assert Hiding.objects.count() == 2, "two reasons of one topic are told as one"
    assert (one["contestable"], one["until"]) == (False, day(contested + CONTEST_LASTS))


def test_what_a_decision_alone_ends_has_no_end(
    api: Api, creator: Any, post: Any, deliver: Any
) -> None:
    assert confirmed(api, post, deliver).status_code == 201
    (one,) = on_post(api, creator, post)
    assert (one["topic"], one["until"]) == ("sexual", None)
    (row,) = status(api, creator)
    assert row["until"] is None
    assert "example.org" not in str(row)


def test_of_child_safety_nothing_is_told(
    api: Api, creator: Any, stranger: Any, deliver: Any
) -> None:
    post = published(creator)
    remember(post, *SEEDS)
    entry(2, bank(Category.CHILD_SAFETY))
    reported(api, stranger, post, "child_sexual")
    deliver()
    assert not seen(post)
    assert (on_post(api, creator, post), status(api, creator)) == ([], [])


def test_nobody_else_reads_it(api: Api, creator: Any, friend: Any, stranger: Any) -> None:
    post = shown(creator, lent(friend))
    reported(api, friend, post, "likeness_me")
    for who in (friend, stranger, cast.teen()):
        assert api.get(f"/posts/{post.public_id}", as_=who).status_code == 404
        assert status(api, who) == []
    other = published(friend)
    assert on_post(api, creator, other) == []
