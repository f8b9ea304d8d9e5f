"""A like is one like, however often and by how many threads it is said (F16)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from accounts.services.relations import block
from feed.models import Like, Post
from feed.services.likes import like, unlike
from feed.services.publishing import publish
from generation.models import Draft
from lib.errors import DomainError
from tests import cast, roles
from tests.client import Api
from tests.feed.studio import published


def counted(api: Api, post: Post, viewer: Any) -> tuple[int, bool]:
    body = api.get(f"/posts/{post.public_id}", as_=viewer).json()
    return body["likes"], body["liked_by_me"]


def test_said_twice_it_is_one(api: Api, creator: Any, stranger: Any, friend: Any) -> None:
    post = published(creator)
    path = f"/posts/{post.public_id}/like"
    for _ in range(2):
        assert api.put(path, as_=stranger).status_code == 204
    assert counted(api, post, stranger) == (1, True)
    assert counted(api, post, friend) == (1, False)
    api.put(path, as_=friend)
    assert counted(api, post, friend) == (2, True)
    for _ in range(2):
        assert api.delete(path, as_=stranger).status_code == 204
    assert counted(api, post, stranger) == (1, False)


def in_threads(*work: Callable[[], Any]) -> list[Any]:
    def one(call: Callable[[], Any]) -> Any:
        roles.set_role(connection, "web")
        try:
            return call()
        except DomainError as error:
            return error.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(work)) as pool:
        return list(pool.map(one, work))


def test_likes_at_the_same_moment_are_all_counted_once(committing: None) -> None:
    post = published(cast.creator())
    people = [cast.adult() for _ in range(4)]
    calls = [lambda who=who: like(post_id=post.pk, by=who) for who in people for _ in range(3)]
    in_threads(*calls)
    assert Like.objects.filter(post=post).count() == 4


def test_liking_and_taking_back_at_the_same_moment_leaves_one_or_none(committing: None) -> None:
    post, who = published(cast.creator()), cast.friend()
    in_threads(
        *[lambda: like(post_id=post.pk, by=who), lambda: unlike(post_id=post.pk, by=who)] * 4
    )
    assert Like.objects.filter(post=post).count() in (0, 1)


def test_publishing_at_the_same_moment_makes_one_post(committing: None) -> None:
    from tests.feed.studio import finished

    creator = cast.creator()
    draft: Draft = finished(creator)
    answers = in_threads(*[lambda: publish(draft=draft, by=creator)] * 4)
    assert (
        sorted(str(one) for one in answers if not isinstance(one, Post))
        == ["already_published"] * 3
    )
    assert Post.objects.count() == 1


def test_what_one_may_not_see_one_cannot_like(
    api: Api, teen: Any, stranger: Any, creator: Any
) -> None:
    hidden = published(teen)
    assert api.put(f"/posts/{hidden.public_id}/like", as_=stranger).status_code == 404
    assert api.delete(f"/posts/{hidden.public_id}/like", as_=stranger).status_code == 404
    assert not Like.objects.exists()


def test_a_like_can_be_taken_back_from_what_is_hidden_now(
    api: Api, creator: Any, stranger: Any
) -> None:
    post = published(creator)
    like(post_id=post.pk, by=stranger)
    block(actor=creator, person=stranger)
    path = f"/posts/{post.public_id}/like"
    assert api.delete(path, as_=stranger).status_code == 204
    assert api.delete(path, as_=stranger).status_code == 404
    assert not Like.objects.exists()


@pytest.mark.parametrize("state", ["screening"])
def test_what_is_not_published_is_not_liked(creator: Any, draft: Draft, state: str) -> None:
    waiting = publish(draft=draft, by=creator, caption="hello")
    assert waiting.state == state
    with pytest.raises(DomainError, match="not_found"):
        like(post_id=waiting.pk, by=creator)
