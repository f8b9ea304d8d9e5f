"""What can be turned off, what cannot, and what wins over a choice."""

from typing import Any

import pytest

from accounts.safeguards import Limit
from inbox.models import NotificationPreferences
from inbox.notices import ALWAYS_ON, Category
from tests import cast
from tests.client import Api, code_of
from tests.inbox.notifications.telling import decided, follow, lost
from tests.parental.families import linked, set_control

pytestmark = pytest.mark.django_db
PATH = "/me/notifications/preferences"


def channels(api: Api, person: Any) -> dict[str, Any]:
    answer = api.get(PATH, as_=person).json()["results"]
    return {one["category"]: one["channels"] for one in answer}


def test_all_is_on_at_first_but_mail(api: Api, creator: Any) -> None:
    found = channels(api, creator)
    assert set(found) == set(Category)
    for category, ways in found.items():
        assert [ways[way]["on"] for way in ("in_app", "push", "mail")] == [True, True, False]
        fixed = category in ALWAYS_ON
        assert [ways[way]["fixed"] for way in ("in_app", "push", "mail")] == [fixed, fixed, False]


@pytest.mark.parametrize("who", ["creator", "teen"])
@pytest.mark.parametrize("category", sorted(ALWAYS_ON))
@pytest.mark.parametrize("channel", ["in_app", "push"])
def test_what_a_person_must_know_cannot_be_turned_off(
    api: Api, request: pytest.FixtureRequest, who: str, category: str, channel: str
) -> None:
    person = request.getfixturevalue(who)
    body = {"people": {"push": False}, category: {channel: False}}
    refused = api.patch(PATH, body, as_=person)
    assert (refused.status_code, code_of(refused)) == (400, "invalid")
    assert refused.json()["errors"][0]["attr"] == f"{category}.{channel}"
    assert channels(api, person)["people"]["push"]["on"], "all of it or nothing"


def test_a_row_that_says_otherwise_is_not_believed(api: Api, creator: Any) -> None:
    NotificationPreferences.objects.create(
        person_id=creator.pk, choices={"enforcement": {"in_app": False, "push": False}}
    )
    decided(creator)
    assert channels(api, creator)["enforcement"]["in_app"]["on"]
    assert len(api.get("/me/notifications", as_=creator).json()["results"]) == 1


def test_what_is_turned_off_in_the_app_is_not_read_there(
    api: Api, creator: Any, friend: Any
) -> None:
    follow(creator, friend), lost(creator), decided(creator)
    changed = api.patch(PATH, {"people": {"in_app": False}}, as_=creator)
    assert changed.status_code == 200
    shown = api.get("/me/notifications", as_=creator).json()["results"]
    assert [one["id"] for one in shown] == [3, 2]
    assert api.get("/me/notifications/unread", as_=creator).json()["unread"] == 2
    assert len(api.get("/me/events", as_=creator).json()["results"]) == 3, "the log is whole"
    api.patch(PATH, {"people": {"in_app": True}}, as_=creator)
    assert len(api.get("/me/notifications", as_=creator).json()["results"]) == 3


def test_what_is_left_out_stays_as_it_is(api: Api, creator: Any) -> None:
    api.patch(PATH, {"people": {"push": False}, "videos": {"mail": True}}, as_=creator)
    api.patch(PATH, {"people": {"mail": True}}, as_=creator)
    found = channels(api, creator)
    assert not found["people"]["push"]["on"]
    assert found["people"]["mail"]["on"]
    assert found["videos"]["mail"]["on"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"gossip": {"push": False}}, "unknown_field"),
        ({"people": {"sms": True}}, "unknown_field"),
        ({"people": {"push": "no"}}, "wrong_type"),
        ({"people": False}, "wrong_type"),
        ([], "wrong_type"),
    ],
)
def test_what_does_not_exist_cannot_be_chosen(api: Api, creator: Any, body: Any, code: str) -> None:
    refused = api.patch(PATH, body, as_=creator)
    assert (refused.status_code, code_of(refused)) == (400, code)
    assert not NotificationPreferences.objects.exists()


def test_a_guardians_limit_is_said_and_a_choice_does_not_lift_it(api: Api, teen: Any) -> None:
    link = linked(teen, cast.guardian())
    assert api.get(PATH, as_=teen).json()["push_limited"] is False
    set_control(link, Limit.PUSH, "off")
    answer = api.patch(PATH, {"people": {"push": True}}, as_=teen)
    assert answer.json()["push_limited"] is True
