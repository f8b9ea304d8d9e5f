"""`/me/events`, the socket's twin."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from inbox import services
from lib.events import publish
from tests.client import Api, code_of
from tests.inbox.conftest import tell

pytestmark = pytest.mark.django_db


def test_it_gives_the_log_page_by_page(api: Api, creator: Any) -> None:
    for n in range(3):
        tell(creator, n)
    first = api.get("/me/events?limit=2", as_=creator).json()
    assert [event["id"] for event in first["results"]] == [1, 2]
    assert first["next"] == 2
    rest = api.get("/me/events?after=2&limit=2", as_=creator).json()
    assert rest["next"] is None
    (event,) = rest["results"]
    assert set(event) == {"id", "type", "at", "data"}
    assert (event["id"], event["type"], event["data"]) == (3, "test.counted", {"n": 2})
    assert event["at"].endswith("Z")


@pytest.mark.parametrize(
    ("query", "code", "attr"),
    [
        ("after=-1", "invalid", "after"),
        ("after=1.0", "invalid", "after"),
        ("after=x", "invalid", "after"),
        ("after=", "invalid", "after"),
        ("after=٣", "invalid", "after"),
        ("after=01", "invalid", "after"),
        ("after=9007199254740992", "invalid", "after"),
        ("after=1&after=2", "invalid", "after"),
        ("limit=0", "invalid", "limit"),
        ("limit=101", "invalid", "limit"),
        ("limit=%00", "invalid", "limit"),
        ("cursor=1", "unknown_field", None),
    ],
)
def test_malformed_queries_are_refused(
    api: Api, creator: Any, query: str, code: str, attr: str | None
) -> None:
    response = api.get(f"/me/events?{query}", as_=creator)
    assert (response.status_code, code_of(response)) == (400, code)
    assert response.json()["errors"][0]["attr"] == attr


def test_a_guest_has_no_events(api: Api) -> None:
    assert api.get("/me/events").status_code == 401


def test_what_is_no_longer_kept_is_gone(api: Api, creator: Any) -> None:
    with time_machine.travel(timezone.now() - timedelta(days=31), tick=False):
        tell(creator)
    services.forget_old()
    response = api.get("/me/events?after=0", as_=creator)
    assert (response.status_code, code_of(response)) == (410, "gone")
    assert api.get("/me/events", as_=creator).json() == {"results": [], "next": None}
    assert api.get("/me/events?after=2", as_=creator).status_code == 410, "of no log of ours"


def test_the_types_are_public_with_their_schemas(api: Api) -> None:
    listed = {one["type"]: one for one in api.get("/me/events/types").json()["results"]}
    assert set(listed["person.followed"]) == {"type", "meaning", "data_schema"}
    assert listed["person.followed"]["data_schema"]["additionalProperties"] is False


def test_the_followed_hear_of_it_and_nobody_else(api: Api, creator: Any, friend: Any) -> None:
    from accounts.events import PersonFollowed

    publish(PersonFollowed(follower_id=friend.pk, followed_id=creator.pk))
    (event,) = api.get("/me/events", as_=creator).json()["results"]
    assert event["type"] == "person.followed"
    assert event["data"] == {"follower": friend.public_id}
    assert api.get("/me/events", as_=friend).json()["results"] == []
