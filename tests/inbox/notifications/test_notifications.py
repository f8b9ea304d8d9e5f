"""What people read of their logs, how much of it is new, and when they saw it."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from accounts.models import Block, Mute
from accounts.services.deletion import delete_account
from inbox.models import PersonLog, SeenMark
from inbox.notifications import seen_at
from lib.actors import Actor
from tests.client import Api, code_of
from tests.inbox.notifications.telling import decided, follow, lost, moved_on

pytestmark = pytest.mark.django_db


def ids(api: Api, person: Any, query: str = "") -> list[int]:
    return [one["id"] for one in read(api, person, query)["results"]]


def read(api: Api, person: Any, query: str = "") -> Any:
    response = api.get(f"/me/notifications{query}", as_=person)
    assert response.status_code == 200, response.content
    return response.json()


def unread(api: Api, person: Any) -> int:
    return int(api.get("/me/notifications/unread", as_=person).json()["unread"])


def test_they_are_the_logs_events_under_its_ids_newest_first(
    api: Api, creator: Any, friend: Any
) -> None:
    follow(creator, friend), moved_on(creator), lost(creator)
    events = {one["id"]: one for one in api.get("/me/events", as_=creator).json()["results"]}
    newest, oldest = read(api, creator)["results"]
    assert [newest["id"], oldest["id"]] == [3, 1]
    assert {name: oldest[name] for name in events[1]} == events[1]
    assert oldest["text"] == f"@{friend.handle} follows you."
    assert (oldest["category"], oldest["seen"]) == ("people", False)


def test_a_teen_reads_nobodys_name(api: Api, teen: Any, friend: Any) -> None:
    api.put(f"/people/{friend.handle}/follow", as_=teen)
    follow(teen, friend)
    (one,) = read(api, teen)["results"]
    assert one["text"] == "Somebody follows you."


def test_pages_follow_each_other(api: Api, creator: Any) -> None:
    for _ in range(5):
        lost(creator)
    first = read(api, creator, "?limit=2")
    assert [one["id"] for one in first["results"]] == [5, 4]
    second = read(api, creator, f"?limit=2&cursor={first['next']}")
    assert [one["id"] for one in second["results"]] == [3, 2]
    assert ids(api, creator, f"?limit=2&cursor={second['next']}") == [1]


def test_a_cursor_is_nothing_to_somebody_else(api: Api, creator: Any, friend: Any) -> None:
    for _ in range(2):
        lost(creator)
    cursor = read(api, creator, "?limit=1")["next"]
    refused = api.get(f"/me/notifications?cursor={cursor}", as_=friend)
    assert code_of(refused) == "invalid_cursor"


@pytest.mark.parametrize("how", ["blocked", "blocking", "muted", "deleted", "suspended"])
def test_what_tells_of_somebody_whom_one_may_not_see_is_gone(
    api: Api, creator: Any, friend: Any, how: str
) -> None:
    follow(creator, friend), lost(creator)
    assert (ids(api, creator), unread(api, creator)) == ([2, 1], 2)
    if how == "blocked":
        Block.objects.create(blocker=friend, blocked=creator)
    elif how == "blocking":
        Block.objects.create(blocker=creator, blocked=friend)
    elif how == "muted":
        Mute.objects.create(muter=creator, muted=friend)
    elif how == "deleted":
        delete_account(person=friend, actor=Actor.person(friend.pk))
    else:
        type(friend).objects.filter(pk=friend.pk).update(state="suspended")
    assert (ids(api, creator), unread(api, creator)) == ([2], 1)


def test_unread_is_what_came_after_the_last_that_was_seen(api: Api, creator: Any) -> None:
    for _ in range(3):
        lost(creator)
    assert unread(api, creator) == 3
    assert api.post("/me/notifications/seen", {"upto": 2}, as_=creator).status_code == 204
    assert unread(api, creator) == 1
    assert [one["seen"] for one in read(api, creator)["results"]] == [False, True, True]
    assert api.post("/me/notifications/seen", {"upto": 1}, as_=creator).status_code == 204
    assert unread(api, creator) == 1, "what was seen stays seen"


def test_when_something_was_first_seen_is_kept(api: Api, creator: Any) -> None:
    """T6: proof that somebody could see a decision about them."""
    decided(creator), decided(creator), decided(creator)
    assert seen_at(person_id=creator.pk, number=1) is None
    noon = timezone.now()
    with time_machine.travel(noon, tick=False) as clock:
        api.post("/me/notifications/seen", {"upto": 1}, as_=creator)
        clock.shift(timedelta(minutes=1))
        api.post("/me/notifications/seen", {"upto": 1}, as_=creator)
        api.post("/me/notifications/seen", {"upto": 2}, as_=creator)
    seen = [seen_at(person_id=creator.pk, number=number) for number in (1, 2, 3)]
    assert seen == [noon, noon + timedelta(minutes=1), None]
    assert SeenMark.objects.count() == 2


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"upto": 2}, "invalid"),
        ({"upto": 0}, "min_value"),
        ({"upto": "1"}, "wrong_type"),
        ({"upto": True}, "wrong_type"),
        ({}, "required"),
        ({"upto": 1, "at": "2020-01-01T00:00:00Z"}, "unknown_field"),
    ],
)
def test_what_was_never_told_cannot_have_been_seen(
    api: Api, creator: Any, friend: Any, body: Any, code: str
) -> None:
    decided(creator)
    for _ in range(3):
        decided(friend)
    refused = api.post("/me/notifications/seen", body, as_=creator)
    assert (refused.status_code, code_of(refused)) == (400, code)
    assert PersonLog.objects.get(pk=creator.pk).seen == 0


@pytest.mark.parametrize("path", ["", "/unread", "/preferences"])
def test_what_did_not_change_is_not_sent_again(api: Api, creator: Any, path: str) -> None:
    lost(creator)
    first = api.get(f"/me/notifications{path}", as_=creator)
    known = {"If-None-Match": first.headers["ETag"]}
    assert api.get(f"/me/notifications{path}", as_=creator, headers=known).status_code == 304
    lost(creator)
    api.patch("/me/notifications/preferences", {"people": {"push": False}}, as_=creator)
    assert api.get(f"/me/notifications{path}", as_=creator, headers=known).status_code == 200


def test_more_than_a_hundred_are_counted_as_a_hundred(api: Api, creator: Any) -> None:
    for _ in range(102):
        lost(creator)
    assert unread(api, creator) == 100
