"""Withheld posts: their author is told once, and staff put them through or take them down."""

from dataclasses import replace
from typing import Any

import pytest

from accounts.models import User
from audit.models import AuditEvent
from feed.models import Post
from feed.services.takedowns import reinstate
from feed.services.withheld import put_through
from feed.work.proving_on import prove_now
from feed.work.rating import rerate
from lib.errors import DomainError, StaleState
from moderation.categories import Category
from tests.client import Api
from tests.feed.studio import BLOCKED, Scores, answer, finished, published
from tests.feed.test_proof import injected, rescanned
from tests.feed.test_visibility import NOT_IN_THE_FEED, NOWHERE, seen
from tests.feed.test_waiting import told
from tests.staff import at_the_desk
from tests.takedowns import taken_down_before


def look_again(
    post: Post, *without: Category, scores: Scores | None = None, minor: bool = False
) -> None:
    """A newer look at the film, by which these categories were not assessed."""
    assert post.draft
    found = replace(answer(scores), depicts_minor=minor)
    coverage = {key: value for key, value in found.coverage.items() if key not in without}
    for stage in ("inspect", "likeness"):
        rescanned(post.draft.job, [replace(found, coverage=coverage)], stage=stage)


def withheld(author: Any, *without: Category, minor: bool = False) -> Post:
    post = published(author)
    Post.objects.filter(pk=post.pk).update(depicts_minor=minor)
    look_again(post, *(without or (Category.SEXUAL,)), minor=minor)
    prove_now()
    post.refresh_from_db()
    assert post.policy_version == "unproven"
    return post


@pytest.fixture
def judge(moderator: Any) -> User:
    User.objects.filter(pk=moderator.pk).update(is_superuser=True)
    return User.objects.get(pk=moderator.pk)


def test_its_author_sees_that_it_waits_and_is_told_once_and_when_it_is_back(
    api: Api, creator: Any, stranger: Any
) -> None:
    post = published(creator)
    path = f"/posts/{post.public_id}"
    assert api.get(path, as_=creator).json()["delayed"] is False
    look_again(post, Category.SEXUAL)
    for _ in range(2):
        prove_now()
        rerate(withheld=True)
    body = api.get(path, as_=creator).json()
    assert (body["state"], body["delayed"]) == ("published", True)
    assert api.get(path, as_=stranger).status_code == 404
    assert told(creator) == ["post.published", "post.withheld"]
    look_again(post)
    rerate(withheld=True)
    assert api.get(path, as_=creator).json()["delayed"] is False
    assert told(creator) == ["post.published", "post.withheld", "post.published"]


def test_what_staff_put_through_is_shown_to_adults_and_stays(
    api: Api, creator: Any, stranger: Any, teen: Any, judge: User
) -> None:
    post = withheld(creator)
    put_through(post=post, by=judge)
    row = AuditEvent.objects.get(action="feed.post.put_through")
    assert (row.actor, row.target) == (judge.public_id, post.public_id)
    assert told(creator)[-2:] == ["post.published", "post.limited"]
    run = prove_now()
    assert (run.violations, run.unproven, run.reinstated) == (0, 0, 1)
    Post.objects.filter(pk=post.pk).update(policy_version="1999")  # another one is in force
    rerate()
    assert seen(api, post, stranger) == NOT_IN_THE_FEED
    assert seen(api, post, teen) == NOWHERE


def test_it_stands_against_no_verdict(creator: Any, judge: User) -> None:
    post = withheld(creator)
    put_through(post=post, by=judge)
    look_again(post, scores=BLOCKED)
    assert prove_now().violations == 1
    post.refresh_from_db()
    assert (post.state, post.put_through_at) == ("taken_down", None)


def test_what_staff_reinstated_is_not_withheld(creator: Any, judge: User) -> None:
    post = published(creator)
    Post.objects.filter(pk=post.pk).update(rating="adults")
    reinstate(post=taken_down_before(post=post, by=judge), by=judge)
    look_again(post, Category.SEXUAL)
    Post.objects.filter(pk=post.pk).update(policy_version="1999")
    rerate()
    post.refresh_from_db()
    assert (post.policy_version != "unproven", post.rating) == (True, "adults")


def test_nobody_vouches_for_what_child_safety_lacks(
    creator: Any, judge: User, settings: Any
) -> None:
    post = published(creator)
    look_again(post, Category.CHILD_SAFETY)
    settings.PROFILE = "production"
    prove_now()
    post.refresh_from_db()
    assert post.is_withheld
    with pytest.raises(DomainError, match="permission_denied"):
        put_through(post=post, by=judge)
    assert not AuditEvent.objects.filter(action="feed.post.put_through").exists()


def test_nobody_vouches_for_what_is_sexual_with_a_minor_in_it(creator: Any, judge: User) -> None:
    post = withheld(creator, minor=True)
    with pytest.raises(DomainError, match="permission_denied"):
        put_through(post=post, by=judge)
    other = withheld(creator, Category.VIOLENCE, minor=True)
    assert not put_through(post=other, by=judge).is_withheld
    look_again(other, Category.SEXUAL, minor=True)
    prove_now()
    other.refresh_from_db()
    assert other.is_withheld, "nor does what they said before it was lacking"


def test_who_may_put_what_through(creator: Any, teen: Any, stranger: Any, judge: User) -> None:
    with pytest.raises(StaleState):
        put_through(post=published(creator), by=judge)
    with pytest.raises(DomainError, match="minor_policy"):
        put_through(post=withheld(teen), by=judge)
    with pytest.raises(DomainError, match="permission_denied"):
        put_through(post=withheld(creator), by=stranger)
    with pytest.raises(DomainError, match="permission_denied"):
        put_through(post=withheld(judge), by=judge)
    never = injected(finished(creator, skipped="inspect"), policy_version="unproven")
    with pytest.raises(DomainError, match="permission_denied"):
        put_through(post=never, by=judge)


def test_staff_look_at_it_in_the_admin_and_decide(creator: Any, judge: User) -> None:
    post, other = withheld(creator), published(creator)
    client = at_the_desk(judge)
    shown = [
        client.get(f"/admin/feed/post/{one.pk}/change/").content.decode() for one in (post, other)
    ]
    assert ["data:image/webp" in page for page in shown] == [True, False]
    data = {"action": "put_posts_through", "_selected_action": [str(post.pk)]}
    client.post("/admin/feed/post/", data, follow=True)
    post.refresh_from_db()
    assert (post.is_withheld, post.rating) == (False, "adults")
