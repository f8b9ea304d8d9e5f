"""The laws that the database itself holds."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from feed.models import Like, Post
from generation.models import Draft
from tests.feed.studio import published


def broken(name: str, **changes: Any) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Post.objects.update(**changes)


@pytest.mark.parametrize("field", ["rating", "policy_version", "screened_as"])
def test_nothing_is_published_unrated_or_unstamped(creator: Any, field: str) -> None:
    published(creator)
    broken("a_post_that_was_published_is_rated_and_stamped", **{field: ""})


def test_states_and_moments_belong_together(creator: Any) -> None:
    published(creator)
    now = timezone.now()
    broken("a_post_that_was_published_is_rated_and_stamped", published_at=None)
    broken("a_post_that_is_not_deleted_has_its_draft", draft=None)
    broken("a_post_is_taken_down_since_a_moment", taken_down_at=now)
    broken("a_post_is_taken_down_since_a_moment", state="taken_down")
    broken("a_deleted_post_has_an_end_and_no_words", deleted_at=now)
    broken(
        "a_deleted_post_has_an_end_and_no_words",
        state="deleted", deleted_at=now, caption="words",
    )  # fmt: skip
    broken("a_refused_post_says_why_it_was_refused", refused_as="internal")
    broken("a_refused_post_says_why_it_was_refused", state="refused")
    broken("only_a_post_being_screened_is_looked_at_again", rescan_at=now)


def test_a_draft_has_one_live_post(creator: Any, draft: Draft) -> None:
    Post.objects.create(author=creator, draft=draft)
    with pytest.raises(IntegrityError, match="one_live_post_for_a_draft"), transaction.atomic():
        Post.objects.create(author=creator, draft=draft)


def test_a_person_likes_once(creator: Any, stranger: Any) -> None:
    post = published(creator)
    Like.objects.create(post=post, person=stranger)
    with pytest.raises(IntegrityError, match="nobody_likes_a_post_twice"), transaction.atomic():
        Like.objects.create(post=post, person=stranger)
