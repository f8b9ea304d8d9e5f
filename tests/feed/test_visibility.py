"""Who sees a post, asked at every read (F1, F2, F10, F11)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Follow, User
from accounts.services.deletion import delete_account
from accounts.services.relations import block
from feed.models import Post
from feed.services.publishing import publish
from generation.models import Source
from lib.actors import Actor
from tests.client import Api
from tests.feed.studio import LIMITED, finished, published


def seen(api: Api, post: Post, viewer: Any) -> dict[str, bool]:
    """Where `viewer` finds the post."""
    profile = api.get(f"/people/{post.author.handle}/posts", as_=viewer)
    feed = api.get("/feeds/latest", as_=viewer).json()["results"]
    return {
        "feed": post.public_id in [one["id"] for one in feed],
        "profile": profile.status_code == 200
        and post.public_id in [one["id"] for one in profile.json()["results"]],
        "post": api.get(f"/posts/{post.public_id}", as_=viewer).status_code == 200,
    }


NOWHERE = {"feed": False, "profile": False, "post": False}
EVERYWHERE = {"feed": True, "profile": True, "post": True}
NOT_IN_THE_FEED = EVERYWHERE | {"feed": False}

# author, rating, viewer, who follows whom ("<": the author the viewer): where it is found
RULES = [
    ("creator", "everyone", "stranger", "", EVERYWHERE),
    ("creator", "everyone", "teen", "", EVERYWHERE),
    ("creator", "everyone", "creator", "", EVERYWHERE),
    ("creator", "adults", "stranger", "", NOT_IN_THE_FEED),
    ("creator", "adults", "teen", "", NOWHERE),
    ("creator", "adults", "creator", "", NOT_IN_THE_FEED),
    # F11: the teen makes the first step, and is private: only followers see what they post.
    ("teen", "everyone", "stranger", "", NOWHERE),
    ("teen", "everyone", "stranger", "<", NOWHERE),
    ("teen", "everyone", "stranger", "<>", EVERYWHERE),
    ("teen", "everyone", "other_teen", "", NOWHERE),
    ("teen", "everyone", "other_teen", "<", NOWHERE),
    ("teen", "everyone", "other_teen", ">", EVERYWHERE),
    ("teen", "everyone", "teen", "", EVERYWHERE),
    # An adult's post whose author turned out to be under 18.
    ("teen", "adults", "stranger", "<>", NOWHERE),
    ("teen", "adults", "other_teen", ">", NOWHERE),
    # A13: an adult who chose to be private.
    ("private_creator", "everyone", "stranger", "", NOWHERE),
    ("private_creator", "everyone", "stranger", "<", NOWHERE),
    ("private_creator", "everyone", "stranger", ">", EVERYWHERE),
    ("private_creator", "adults", "stranger", ">", NOT_IN_THE_FEED),
    ("private_creator", "everyone", "teen", "", NOWHERE),
    ("private_creator", "everyone", "teen", ">", EVERYWHERE),
    ("private_creator", "everyone", "private_creator", "", EVERYWHERE),
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: "-".join(map(str, rule[:4])))
def test_the_table_of_ages_and_ratings(
    request: pytest.FixtureRequest, api: Api, rule: tuple[str, str, str, str, dict[str, bool]]
) -> None:
    author, rating, viewer, follows, expected = rule
    maker, looker = request.getfixturevalue(author), request.getfixturevalue(viewer)
    post = published(maker)
    Post.objects.filter(pk=post.pk).update(rating=rating)
    if "<" in follows:
        Follow.objects.create(follower=maker, followed=looker)
    if ">" in follows:
        Follow.objects.create(follower=looker, followed=maker)
    assert seen(api, post, looker) == expected
    assert Post.objects.visible_to(None).exists() is (author == "creator" and rating == "everyone")


@pytest.fixture
def private_creator(creator: Any) -> Any:
    User.objects.filter(pk=creator.pk).update(is_private=True)
    creator.refresh_from_db()
    return creator


def test_whom_i_muted_is_out_of_my_feed_alone(api: Api, creator: Any, stranger: Any) -> None:
    post, mine = published(creator), published(stranger)
    assert api.put(f"/people/{creator.handle}/mute", as_=stranger).status_code == 204
    assert seen(api, post, stranger) == NOT_IN_THE_FEED
    assert seen(api, mine, creator) == EVERYWHERE
    assert api.put(f"/people/{creator.handle}/follow", as_=stranger).status_code == 204
    assert api.get("/feeds/following", as_=stranger).json()["results"] == []
    api.delete(f"/people/{creator.handle}/mute", as_=stranger)
    assert seen(api, post, stranger) == EVERYWHERE


@pytest.fixture
def other_teen(db: None) -> Any:
    from tests import cast

    return cast.teen()


def test_unknown_age_sees_what_teens_see(api: Api, creator: Any, stranger: Any) -> None:
    post = published(creator, LIMITED)
    User.objects.filter(pk=stranger.pk).update(birth_date=None)
    assert seen(api, post, stranger) == NOWHERE


@pytest.mark.parametrize("who", ["author", "viewer"])
def test_a_block_hides_both_ways_at_once(api: Api, creator: Any, stranger: Any, who: str) -> None:
    post, other = published(creator), published(stranger)
    assert seen(api, post, stranger) == EVERYWHERE
    actor, person = (creator, stranger) if who == "author" else (stranger, creator)
    block(actor=actor, person=person)
    assert seen(api, post, stranger) == NOWHERE
    assert seen(api, other, creator) == NOWHERE
    assert api.get(f"/people/{creator.handle}/posts", as_=stranger).status_code == 404
    assert api.put(f"/posts/{post.public_id}/like", as_=stranger).status_code == 404


@pytest.mark.parametrize("standing", ["suspended", "banned"])
def test_whoever_is_shut_out_is_not_seen(
    api: Api, creator: Any, stranger: Any, standing: str
) -> None:
    post = published(creator)
    User.objects.filter(pk=creator.pk).update(state=standing)
    assert seen(api, post, stranger) == NOWHERE


def test_a_rating_by_another_policy_hides_it_from_everybody_but_its_author(
    api: Api, creator: Any, stranger: Any, teen: Any
) -> None:
    post = published(creator)
    Post.objects.update(policy_version="2020-01-01")
    assert seen(api, post, teen) == NOWHERE
    assert seen(api, post, stranger) == NOWHERE
    assert not Post.objects.visible_to(None).exists()
    assert seen(api, post, creator) == NOT_IN_THE_FEED


def test_under_production_what_development_let_through_is_shown_to_nobody(
    api: Api, creator: Any, stranger: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = published(creator)
    assert post.screened_as == "development"
    monkeypatch.setattr(settings, "PRODUCTION", True)
    assert seen(api, post, stranger) == NOWHERE
    assert seen(api, post, creator) == NOT_IN_THE_FEED
    mine = api.get(f"/posts/{post.public_id}", as_=creator).json()
    assert mine["assets"] == {"video": None, "poster": None, "spritesheet": None}
    assert mine["can"]["download"] is False
    Post.objects.update(screened_as="production")
    assert seen(api, post, stranger) == EVERYWHERE


def test_an_unsealed_file_has_no_address(
    api: Api, creator: Any, stranger: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from generation.models import Asset

    post = published(creator)
    Post.objects.update(screened_as="production")
    monkeypatch.setattr(settings, "PRODUCTION", True)
    Asset.objects.filter(kind="video").update(sealed_at=None)
    body = api.get(f"/posts/{post.public_id}", as_=stranger).json()
    assert (body["assets"]["video"], body["can"]["download"]) == (None, False)
    assert body["assets"]["poster"]["url"]


def test_a_deleted_account_vanishes_and_its_words_go(
    api: Api, creator: Any, stranger: Any, deliver: Callable[[], int]
) -> None:
    post, other = published(creator), published(stranger)
    Post.objects.filter(pk=post.pk).update(caption="hello")
    api.put(f"/posts/{other.public_id}/like", as_=creator)
    delete_account(person=creator, actor=Actor.person(creator.pk))
    assert not Post.objects.visible_to(stranger).filter(pk=post.pk).exists()
    assert not Post.objects.public_feed(stranger).filter(pk=post.pk).exists()
    deliver()
    post.refresh_from_db()
    assert (post.state, post.caption, post.draft_id) == ("deleted", None, None)
    assert api.get(f"/posts/{other.public_id}", as_=stranger).json()["likes"] == 0


def test_guests_see_what_everyone_may_of_adults_alone(creator: Any, teen: Any) -> None:
    public, adults, teens = published(creator), published(creator, LIMITED), published(teen)
    found = Post.objects.visible_to(None)
    assert set(found) == {public}
    assert not {adults, teens} & set(found)


def test_a_page_leads_to_the_next_without_gaps_or_repeats(
    api: Api, creator: Any, stranger: Any
) -> None:
    posts = [published(creator).public_id for _ in range(5)]
    Post.objects.update(published_at=timezone.now())  # all at the same moment
    for path in ("/feeds/latest", f"/people/{creator.handle}/posts"):
        found: list[str] = []
        cursor: str | None = ""
        while cursor is not None:
            page = api.get(f"{path}?limit=2{cursor and f'&cursor={cursor}'}", as_=stranger).json()
            found += [one["id"] for one in page["results"]]
            cursor = page["next"]
        assert found == posts[::-1]


def test_a_cursor_is_its_viewers_own(api: Api, creator: Any, stranger: Any) -> None:
    for _ in range(2):
        published(creator)
    cursor = api.get("/feeds/latest?limit=1", as_=stranger).json()["next"]
    assert api.get(f"/feeds/latest?cursor={cursor}", as_=creator).status_code == 400


def test_a_page_takes_the_same_queries_for_one_post_and_for_many(
    api: Api, creator: Any, friend: Any, stranger: Any
) -> None:
    def queries(path: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert api.get(path, as_=stranger).json()["results"]
        return len(asked)

    paths = ("/feeds/latest", f"/people/{creator.handle}/posts")
    published(creator)
    for path in paths:
        queries(path)
    first = [queries(path) for path in paths]
    for maker in (creator, friend, creator, friend):
        api.put(f"/posts/{published(maker).public_id}/like", as_=stranger)
    assert [queries(path) for path in paths] == first


@pytest.mark.parametrize(
    ("viewer", "scores", "shown"),
    [("stranger", None, True), ("stranger", LIMITED, True), ("teen", LIMITED, False)],
)
def test_a_post_names_the_post_that_it_was_made_of_to_those_who_may_see_that(
    request: pytest.FixtureRequest, api: Api, creator: Any, viewer: str, scores: Any, shown: bool
) -> None:
    by = request.getfixturevalue(viewer)
    first = published(creator, scores)
    made = finished(creator, tool="loop", depth=1)
    assert first.draft is not None
    Source.objects.create(job=made.job, position=0, source=first.draft.job)
    post = publish(draft=made, by=creator)

    def named() -> list[str | None]:
        alone = api.get(f"/posts/{post.public_id}", as_=by).json()
        feed = api.get("/feeds/latest", as_=by).json()["results"]
        listed = next(one for one in feed if one["id"] == post.public_id)
        return [one["labels"]["remix_of"] for one in (alone, listed)]

    assert named() == [first.public_id if shown else None] * 2
    api.delete(f"/posts/{first.public_id}", as_=creator)
    assert named() == [None] * 2


def test_limits_are_read_once_for_each_answer(api: Api, creator: Any, friend: Any) -> None:
    post = published(creator)
    api.get("/feeds/latest", as_=friend)
    for path in (
        *("/feeds/latest", "/feeds/following"),
        *(f"/people/{creator.handle}/posts", f"/posts/{post.public_id}"),
    ):
        with CaptureQueriesContext(connection) as asked:
            assert api.get(path, as_=friend).status_code == 200
        own = [one["sql"].startswith('SELECT "accounts_safeguardsettings"') for one in asked]
        assert sum(own) == 1, path
