"""A policy that a person activates: hidden at once, rated again batch after batch (F2)."""

from collections.abc import Callable
from typing import Any

import pytest

from feed.health import rating_lacks
from feed.models import Post
from feed.services.publishing import publish
from feed.work import rating
from lib.errors import DomainError
from moderation.categories import Category
from tests.client import Api
from tests.feed.studio import finished, published
from tests.feed.test_visibility import EVERYWHERE, NOWHERE, seen
from tests.moderation.policy.drafts import keeper, put_in_force, with_row

pytestmark = pytest.mark.usefixtures("policy_rows")
MILD = {Category.VIOLENCE: 0.3}
STRICT = with_row("2030", "violence", "limit = 0.2, block = 0.25")
SAME = with_row("2031", "violence", "limit = 0.4, block = 0.5")


@pytest.fixture
def by(moderator: Any) -> Any:
    return keeper(moderator)


def test_activation_hides_everything_until_it_is_rated_again(
    api: Api, creator: Any, stranger: Any, by: Any, deliver: Callable[[], int]
) -> None:
    fits, unfit = published(creator), published(creator, MILD)
    put_in_force(STRICT, by)
    assert seen(api, fits, stranger) == seen(api, unfit, stranger) == NOWHERE
    assert rating_lacks() == "2 posts are hidden until they are rated"
    deliver()
    assert seen(api, fits, stranger) == EVERYWHERE
    assert seen(api, unfit, stranger) == NOWHERE
    assert rating_lacks() is None
    assert Post.objects.get(pk=unfit.pk).state == "taken_down"


def test_batches_follow_each_other_to_the_last_post(
    creator: Any, by: Any, deliver: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rating, "BATCH", 2)
    for _ in range(5):
        published(creator)
    put_in_force(SAME, by)
    before = Post.objects.stale().count()
    rating.rerate()
    assert (before, Post.objects.stale().count()) == (5, 3), "one batch at a time"
    deliver()
    assert not Post.objects.stale().exists()


def test_posts_that_cannot_be_rated_end_the_chain_of_batches(
    creator: Any, by: Any, deliver: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(post: Post) -> Any:
        raise RuntimeError

    monkeypatch.setattr(rating, "BATCH", 2)
    for _ in range(4):
        published(creator)
    put_in_force(SAME, by)
    monkeypatch.setattr(rating, "rating_of", broken)
    deliver()  # would never return
    assert Post.objects.stale().count() == 4


def test_a_draft_made_under_the_policy_before_is_published_by_this_one(
    creator: Any, by: Any
) -> None:
    draft = finished(creator, MILD)
    put_in_force(STRICT, by)
    with pytest.raises(DomainError) as refused:
        publish(draft=draft, by=creator)
    assert refused.value.code == "not_publishable"
    fits = publish(draft=finished(creator), by=creator)
    assert fits.policy_version == "2030"
