"""A new policy: everything is hidden until it is rated again (F2)."""

from dataclasses import replace
from typing import Any

import pytest

from feed.models import Post
from feed.services.takedowns import reinstate
from feed.tasks import rerate_posts
from generation.models import Asset
from inbox.models import Event
from moderation.categories import Category
from moderation.policy.audience import Column
from moderation.policy.loading import current_policy
from moderation.policy.rows import Thresholds
from tests.client import Api
from tests.feed.studio import published
from tests.feed.test_visibility import EVERYWHERE, NOT_IN_THE_FEED, NOWHERE, seen

MILD = {Category.VIOLENCE: 0.3}  # allowed to everyone by the policy in force


@pytest.fixture
def stricter(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`stricter(limit=…, block=…)`: from now on another policy about violence is in force."""

    def put_in_force(**levels: float) -> None:
        policy = current_policy()
        row = dict.fromkeys(Column, Thresholds(**levels))
        rows = {**policy.rows, Category.VIOLENCE: row}
        new = replace(policy, version="2030-01-01", rows=rows)
        for place in (
            "feed.models.posts",
            "moderation.services.rating",
            "moderation.services.screening",
        ):
            monkeypatch.setattr(f"{place}.current_policy", lambda: new)

    return put_in_force


def told(person: Any) -> list[str]:
    rows = Event.objects.filter(person_id=person.pk).order_by("number")
    return [row.type for row in rows]


def test_what_still_fits_comes_back(
    api: Api, creator: Any, stranger: Any, teen: Any, stricter: Any
) -> None:
    post = published(creator)
    stricter(limit=0.2, block=0.9)
    assert seen(api, post, teen) == seen(api, post, stranger) == NOWHERE
    assert seen(api, post, creator) == NOT_IN_THE_FEED
    rerate_posts.fn()
    assert seen(api, post, teen) == seen(api, post, stranger) == EVERYWHERE
    assert told(creator) == ["post.published"]


def test_what_is_for_adults_now_is_limited_and_its_author_told(
    api: Api, creator: Any, stranger: Any, teen: Any, stricter: Any
) -> None:
    post = published(creator, MILD)
    assert post.rating == "everyone"
    stricter(limit=0.2, block=0.9)
    rerate_posts.fn()
    assert seen(api, post, teen) == NOWHERE
    assert seen(api, post, stranger) == NOT_IN_THE_FEED
    assert told(creator) == ["post.published", "post.limited"]


def test_what_is_for_nobody_now_is_taken_down_and_staff_can_undo_it(
    creator: Any, moderator: Any, stricter: Any
) -> None:
    post = published(creator, MILD)
    stricter(block=0.2)
    rerate_posts.fn()
    post.refresh_from_db()
    assert (post.state, post.rating) == ("taken_down", "adults")
    assert not Asset.objects.filter(moving_to="").exists(), "its files are on their way"
    assert told(creator) == ["post.published", "post.taken_down"]
    type(moderator).objects.filter(pk=moderator.pk).update(is_superuser=True)
    reinstate(post=post, by=type(moderator).objects.get(pk=moderator.pk))
    rerate_posts.fn()
    post.refresh_from_db()
    assert post.state == "published", "it is not taken down by the same policy again"


def test_a_teens_post_that_is_for_adults_now_is_taken_down(teen: Any, stricter: Any) -> None:
    post = published(teen, MILD)
    stricter(limit=0.2, block=0.9)
    rerate_posts.fn()
    post.refresh_from_db()
    assert post.state == "taken_down"


def test_a_caption_that_was_never_assessed_is_shown_to_nobody_again(
    creator: Any, stranger: Any
) -> None:
    post = published(creator)
    Post.objects.update(caption="unread", policy_version="2020-01-01")
    rerate_posts.fn()
    post.refresh_from_db()
    assert post.state == "taken_down", "it never took the way of what is published"
    assert not Post.objects.visible_to(stranger).exists()


def test_a_post_that_cannot_be_rated_keeps_no_other_back(
    api: Api, creator: Any, stranger: Any, stricter: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from feed.services.verdicts import rating_of

    broken, fine = published(creator), published(creator)
    stricter(block=0.9)

    def sometimes(post: Post) -> Any:
        if post.pk == broken.pk:
            raise RuntimeError
        return rating_of(post)

    monkeypatch.setattr("feed.work.rating.rating_of", sometimes)
    rerate_posts.fn()
    assert seen(api, fine, stranger) == EVERYWHERE
    assert seen(api, broken, stranger) == NOWHERE
