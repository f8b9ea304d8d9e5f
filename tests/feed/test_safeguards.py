"""What limits do at the doors of the feed: minutes, pages, what one follows, what is fit."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine

from accounts.models import SafeguardSettings, User, WatchedTime
from accounts.safeguards import effective
from accounts.safeguards.watching import add, forget_old, minutes_between, watched
from accounts.services.relations import follow
from accounts.services.safeguards import change_time_zone
from feed import scrolling
from feed.gates import feed_of
from lib.api.redis_client import redis_client
from tests.client import Api, code_of
from tests.feed.studio import LIMITED, finished, published

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
DOORS = ["/feeds/latest", "/feeds/following", "/people/{handle}/posts", "/posts/{post}"]


def choose(person: User, **choices: Any) -> None:
    SafeguardSettings.objects.update_or_create(person=person, defaults={"choices": choices})


def used(person: User) -> int:
    return watched(person, effective(person)).minutes


def ids(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [one["id"] for one in answer.json()["results"]]


@pytest.mark.parametrize("door", DOORS)
def test_when_the_minutes_are_over_nothing_of_others_is_served(
    api: Api, creator: User, teen: User, door: str
) -> None:
    post = published(creator)
    path = door.format(handle=creator.handle, post=post.public_id)
    assert api.get(path, as_=teen).status_code == 200
    choose(teen, daily_minutes=0)
    refused = api.get(path, as_=teen)
    assert (refused.status_code, code_of(refused)) == (403, "daily_limit_reached")
    assert 0 < int(refused["Retry-After"]) <= 24 * 3600
    refused = api.post("/feeds/watching", as_=teen)
    assert (refused.status_code, code_of(refused)) == (403, "daily_limit_reached")


def test_when_the_minutes_are_over_ones_own_stays_open(api: Api, teen: User) -> None:
    post = published(teen)
    choose(teen, daily_minutes=0)
    assert ids(api.get(f"/people/{teen.handle}/posts", as_=teen)) == [post.public_id]
    assert api.get(f"/posts/{post.public_id}", as_=teen).status_code == 200
    assert api.delete(f"/posts/{post.public_id}", as_=teen).status_code == 204
    for path in ("/me", "/me/safeguards", "/me/events", "/me/blocks", "/drafts", "/generations"):
        assert api.get(path, as_=teen).status_code == 200, path


def test_minutes_are_those_of_the_clock_or_what_played(api: Api, creator: User, teen: User) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        posts = [published(creator) for _ in range(5)]  # of four seconds each
        assert used(teen) == 0
        api.get("/feeds/latest", as_=teen)
        assert used(teen) == 1
        add(teen, effective(teen), seconds=160)  # 9 such pages in one minute
        assert used(teen) == 3
        for _ in range(5):  # and now six minutes of the clock
            clock.shift(timedelta(minutes=1))
            api.tokens.clear()
            assert api.post("/feeds/watching", as_=teen).status_code == 200
        assert used(teen) == 6
        api.get(f"/posts/{posts[0].public_id}", as_=teen)
        assert used(teen) == 6
        shown = api.get("/me/safeguards", as_=teen).json()["watched_today"]
    assert shown == {"minutes": 6, "most": 120, "until": "2026-11-24T00:00:00Z"}


def test_a_page_that_is_loaded_again_plays_once(
    api: Api, creator: User, teen: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scrolling, "FILMS_A_SITTING", 4)
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(2):
            published(creator)
        for path in ("/feeds/latest", "/feeds/latest", f"/people/{creator.handle}/posts"):
            assert api.get(path, as_=teen).json()["pause_until"] is None
        (row,) = WatchedTime.objects.filter(person=teen)
        assert (row.minutes.bit_count(), row.seconds) == (1, 8)
        clock.shift(timedelta(minutes=1))
        api.get("/feeds/latest", as_=teen)
        row.refresh_from_db()
        assert (row.minutes.bit_count(), row.seconds) == (2, 8), "the clock goes on"
        published(creator)  # another page, though two films of it are the same
        assert api.get("/feeds/latest", as_=teen).json()["pause_until"] is not None
        row.refresh_from_db()
        assert row.seconds == 20


def test_of_two_loads_at_once_one_counts(teen: User, stranger: User) -> None:
    films = [uuid4(), uuid4()]
    assert [scrolling.is_new_page(teen.pk, films) for _ in range(2)] == [True, False]
    assert scrolling.is_new_page(teen.pk, films[:1])
    assert scrolling.is_new_page(stranger.pk, films)


def test_a_day_ends_at_local_midnight(api: Api, creator: User, teen: User) -> None:
    published(creator)
    SafeguardSettings.objects.create(
        person=teen, time_zone="America/New_York", choices={"daily_minutes": 1}
    )
    with time_machine.travel(datetime(2026, 11, 24, 4, 58, tzinfo=UTC), tick=False) as clock:
        assert api.get("/feeds/latest", as_=teen).status_code == 200
        refused = api.get("/feeds/latest", as_=teen)
        assert (code_of(refused), refused["Retry-After"]) == ("daily_limit_reached", "120")
        clock.shift(timedelta(minutes=2))
        assert api.get("/feeds/latest", as_=teen).status_code == 200


def test_no_journey_gives_more_minutes_that_day(api: Api, creator: User, teen: User) -> None:
    """From wherever to wherever: what was watched today counts until both days are over."""
    published(creator)
    for name in ("Pacific/Auckland", "America/Los_Angeles", "Pacific/Kiritimati", "Asia/Kolkata"):
        SafeguardSettings.objects.filter(person=teen).delete()
        with time_machine.travel(NOON, tick=False) as clock:
            SafeguardSettings.objects.create(
                person=teen, time_zone="Europe/Berlin", choices={"daily_minutes": 1}
            )
            WatchedTime.objects.create(person=teen, quarter=NOON - timedelta(hours=1), minutes=7)
            change_time_zone(person=teen, name=name)
            refused = api.get("/feeds/latest", as_=teen)
            assert code_of(refused) == "daily_limit_reached", name
            clock.move_to(datetime(2026, 11, 23, 22, 59, tzinfo=UTC))  # before Berlin's midnight
            assert used(teen) == 3, name
        WatchedTime.objects.filter(person=teen).delete()
        api.tokens.clear()


def test_of_adults_without_a_limit_nothing_is_kept(api: Api, creator: User, stranger: User) -> None:
    published(creator)
    api.get("/feeds/latest", as_=stranger)
    told = api.post("/feeds/watching", as_=stranger).json()
    assert (told["minutes"], told["most"]) == (0, None)
    assert not WatchedTime.objects.exists()
    choose(stranger, daily_minutes=30)
    assert api.post("/feeds/watching", as_=stranger).json()["minutes"] == 1


def test_what_was_watched_is_forgotten_after_a_month(teen: User) -> None:
    now = datetime.now(UTC)
    for days in (34, 36):
        quarter = now - timedelta(days=days)
        WatchedTime.objects.create(person=teen, quarter=quarter, minutes=3, seconds=10)
    assert minutes_between(teen, now - timedelta(days=50), now) == 4
    assert forget_old() == 1


def test_a_teen_gets_pages_and_then_a_pause(
    api: Api, creator: User, teen: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scrolling, "PAGE", 2)
    monkeypatch.setattr(scrolling, "FILMS_A_SITTING", 4)
    posts = [published(creator).public_id for _ in range(6)][::-1]
    first = api.get("/feeds/latest?limit=100", as_=teen)
    assert ids(first) == posts[:2]
    assert first.json()["pause_until"] is None
    second = api.get(f"/feeds/latest?cursor={first.json()['next']}", as_=teen)
    assert (ids(second), bool(second.json()["pause_until"])) == (posts[2:4], True)
    onward = second.json()["next"]
    for path in (f"/feeds/latest?cursor={onward}", "/feeds/latest", "/feeds/following"):
        waiting = api.get(path, as_=teen)
        assert ids(waiting) == []
        assert waiting.json()["pause_until"]
    assert api.get(f"/feeds/latest?cursor={onward}", as_=teen).json()["next"] == onward
    assert api.get("/feeds/latest?nonsense=1", as_=teen).status_code == 400
    redis_client().delete(scrolling._pause(teen.pk))
    assert ids(api.get(f"/feeds/latest?cursor={onward}", as_=teen)) == posts[4:]


def test_an_adult_scrolls_on_until_they_choose_otherwise(
    api: Api, creator: User, stranger: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scrolling, "PAGE", 1)
    posts = [published(creator).public_id for _ in range(3)][::-1]
    assert ids(api.get("/feeds/latest", as_=stranger)) == posts
    choose(stranger, scroll="paged")
    assert ids(api.get("/feeds/latest", as_=stranger)) == posts[:1]


def test_the_following_feed_is_what_one_follows(
    api: Api, creator: User, friend: User, stranger: User
) -> None:
    followed, _ = published(creator), published(friend)
    adults_only = published(creator, LIMITED)
    waiting = finished(creator)
    own = published(stranger)
    follow(actor=stranger, person=creator)
    seen = ids(api.get("/feeds/following", as_=stranger))
    assert seen == [adults_only.public_id, followed.public_id]
    assert waiting.public_id not in seen
    choose(stranger, feed="following")
    assert ids(api.get("/feeds/latest", as_=stranger)) == [own.public_id, followed.public_id]


def test_who_sees_what_is_fit_for_teens_finds_nothing_else(
    api: Api, creator: User, stranger: User
) -> None:
    post = published(creator, LIMITED)
    follow(actor=stranger, person=creator)
    paths = ["/feeds/following", f"/people/{creator.handle}/posts"]
    for path in paths:
        assert ids(api.get(path, as_=stranger)) == [post.public_id]
    choose(stranger, content="under_18")
    for path in paths:
        assert ids(api.get(path, as_=stranger)) == []
    assert api.get(f"/posts/{post.public_id}", as_=stranger).status_code == 404


def test_whoever_asks_for_more_than_they_may_have_gets_the_loosest_that_they_may() -> None:
    assert feed_of("personalised", "personalised") == "personalised"
    assert feed_of("personalised", "chronological") == "chronological"
    assert feed_of("personalised", "following") == "following"
    assert feed_of("following", "personalised") == "following"


def test_an_adult_who_chose_so_is_found_by_those_whom_they_follow(
    api: Api, creator: User, friend: User, stranger: User, teen: User
) -> None:
    post = published(creator)
    choose(creator, discoverable_by="teens_and_people_i_follow")
    follow(actor=creator, person=friend)
    for viewer, found in ((friend, True), (teen, True), (stranger, False)):
        status = 200 if found else 404
        assert api.get(f"/people/{creator.handle}", as_=viewer).status_code == status
        assert (post.public_id in ids(api.get("/feeds/latest", as_=viewer))) is found


def test_an_adult_who_chose_so_is_followed_by_those_whom_they_follow(
    api: Api, creator: User, friend: User, stranger: User, teen: User
) -> None:
    choose(creator, followed_by="teens_and_people_i_follow")
    follow(actor=creator, person=friend)
    for viewer, status in ((friend, 204), (teen, 204), (stranger, 403)):
        assert api.put(f"/people/{creator.handle}/follow", as_=viewer).status_code == status
