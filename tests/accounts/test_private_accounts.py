"""Private accounts: following is asked for, answered, withdrawn (A13)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from time_machine import travel

from accounts.ages import today, years_before
from accounts.models import AgeBand, AgeSource, Follow, FollowRequest, User
from accounts.services.ages import tighten_age
from audit.models import AuditEvent
from inbox.models import Event
from lib.actors import Actor
from tests import cast
from tests.accounts.relating import accept, block, decline, follow, handles
from tests.accounts.signing_up import join
from tests.client import Api, code_of


@pytest.fixture
def shy(creator: User, api: Api) -> User:
    """An adult who made their account private."""
    answer = api.patch("/me", {"is_private": True}, as_=creator)
    assert answer.json()["is_private"] is True
    return creator


def _shown(api: Api, person: User, viewer: User) -> dict[str, Any]:
    shown: dict[str, Any] = api.get(f"/people/{person.handle}", as_=viewer).json()
    return shown


def _told(person: User) -> list[str]:
    rows = Event.objects.filter(person_id=person.pk).order_by("number")
    return list(rows.values_list("type", flat=True))


def test_whoever_wants_to_follow_asks_and_waits(api: Api, shy: User, friend: User) -> None:
    assert [follow(api, friend, shy), follow(api, friend, shy)] == [202, 202]
    assert handles(api, shy, "followers") == []
    assert handles(api, shy, "follow-requests") == [friend.handle]
    assert handles(api, friend, "follow-requests/sent") == [shy.handle]
    shown = _shown(api, shy, friend)
    assert (shown["is_private"], shown["asked_by_me"], shown["followed_by_me"]) == (
        True,
        True,
        False,
    )
    assert _shown(api, friend, shy)["asks_me"] is True
    assert _told(shy) == ["person.asked"]


def test_a_yes_makes_a_follower_and_says_so(api: Api, shy: User, friend: User) -> None:
    follow(api, friend, shy)
    assert accept(api, shy, friend) == 204
    assert handles(api, shy, "followers") == [friend.handle]
    assert handles(api, shy, "follow-requests") == []
    assert handles(api, friend, "follow-requests/sent") == []
    assert _told(friend) == ["person.accepted"]
    assert accept(api, shy, friend) == 404
    assert follow(api, friend, shy) == 204  # who follows does not ask again
    actions = AuditEvent.objects.filter(action__startswith="accounts.follow").order_by("at")
    assert [row.action.rsplit(".")[-1] for row in actions] == ["asked", "made"]


def test_a_no_is_told_to_nobody_and_holds_for_a_month(api: Api, shy: User, friend: User) -> None:
    follow(api, friend, shy)
    assert decline(api, shy, friend) == 204
    assert handles(api, shy, "follow-requests") == []
    assert handles(api, friend, "follow-requests/sent") == [shy.handle]
    assert _told(friend) == []

    api.delete(f"/people/{shy.handle}/follow", as_=friend)
    assert handles(api, friend, "follow-requests/sent") == []
    assert follow(api, friend, shy) == 202
    assert handles(api, shy, "follow-requests") == []
    assert handles(api, friend, "follow-requests/sent") == [shy.handle]
    assert _told(shy) == ["person.asked"]
    assert decline(api, shy, friend) == accept(api, shy, friend) == 404

    with travel(timezone.now() + timedelta(days=30, seconds=1)):
        api.tokens.clear()
        assert follow(api, friend, shy) == 202
        assert handles(api, shy, "follow-requests") == [friend.handle]
    about = AuditEvent.objects.filter(target=friend.public_id, action__contains="declined")
    assert not about.exists()


def test_what_was_asked_can_be_withdrawn(api: Api, shy: User, friend: User) -> None:
    follow(api, friend, shy)
    for _ in range(2):
        assert api.delete(f"/people/{shy.handle}/follow", as_=friend).status_code == 204
    assert not FollowRequest.objects.exists()
    assert accept(api, shy, friend) == 404


def test_nobody_answers_for_others_or_where_nobody_asked(
    api: Api, shy: User, friend: User, stranger: User
) -> None:
    follow(api, friend, shy)
    assert accept(api, stranger, friend) == decline(api, stranger, friend) == 404
    assert accept(api, friend, shy) == 404
    assert not Follow.objects.exists()


@pytest.mark.parametrize("blocker", ["shy", "friend"])
def test_a_block_ends_what_was_asked(api: Api, shy: User, friend: User, blocker: str) -> None:
    follow(api, friend, shy)
    follow(api, shy, friend)
    pair = (shy, friend) if blocker == "shy" else (friend, shy)
    assert block(api, *pair) == 204
    assert not FollowRequest.objects.exists()
    assert not Follow.objects.exists()


def test_whoever_becomes_private_keeps_followers(api: Api, creator: User, friend: User) -> None:
    follow(api, friend, creator)
    api.patch("/me", {"is_private": True}, as_=creator)
    assert handles(api, creator, "followers") == [friend.handle]
    assert follow(api, friend, creator) == 204


def test_whoever_becomes_public_is_followed_at_once(api: Api, shy: User, friend: User) -> None:
    follow(api, friend, shy)
    api.patch("/me", {"is_private": False}, as_=shy)
    assert handles(api, shy, "follow-requests") == [friend.handle]  # nobody said yes for them
    assert follow(api, friend, shy) == 204
    assert handles(api, shy, "follow-requests") == []


def test_a_follower_can_be_removed_and_is_not_told(api: Api, shy: User, friend: User) -> None:
    follow(api, friend, shy)
    accept(api, shy, friend)
    path = f"/me/followers/{friend.handle}"
    assert [api.delete(path, as_=shy).status_code for _ in range(2)] == [204, 404]
    assert handles(api, friend, "following") == []
    assert _told(friend) == ["person.accepted"]
    assert follow(api, friend, shy) == 202


def test_a_teen_is_private_and_cannot_be_public(api: Api, teen: User) -> None:
    assert api.get("/me", as_=teen).json()["is_private"] is True
    refused = api.patch("/me", {"is_private": False, "bio": "hi"}, as_=teen)
    assert (refused.status_code, code_of(refused)) == (422, "minor_policy")
    assert api.get("/me", as_=teen).json()["is_private"] is True
    assert api.patch("/me", {"is_private": True}, as_=teen).status_code == 200


def test_whoever_is_held_to_be_a_teen_is_private_at_once(
    api: Api, creator: User, friend: User
) -> None:
    system = Actor.system("test")
    tighten_age(person=creator, to=AgeBand.TEEN, source=AgeSource.REPORT, actor=system)
    assert api.get("/me", as_=creator).json()["is_private"] is True
    assert follow(api, cast.teen(), creator) == 202


def test_who_comes_of_age_stays_private_until_they_say_otherwise(api: Api, teen: User) -> None:
    User.objects.filter(pk=teen.pk).update(birth_date=years_before(today(), 18))
    assert api.get("/me", as_=teen).json()["is_private"] is True
    assert api.patch("/me", {"is_private": False}, as_=teen).json()["is_private"] is False


@pytest.mark.parametrize(("age", "private"), [(16, True), (30, False)])
def test_signing_up_decides_by_age(api: Api, age: int, private: bool) -> None:
    born = date(today().year - age, 1, 1).isoformat()
    token = join(api, birth_date=born).json()["meta"]["access_token"]
    assert api.get("/me", token=token).json()["is_private"] is private


def test_an_adult_asks_a_teen_only_after_the_teen_followed(
    api: Api, teen: User, stranger: User
) -> None:
    assert follow(api, stranger, teen) == 404
    follow(api, teen, stranger)
    assert follow(api, stranger, teen) == 202
    api.delete(f"/people/{stranger.handle}/follow", as_=teen)
    assert not FollowRequest.objects.exists()
    assert accept(api, teen, stranger) == 404
    assert not Follow.objects.exists()


def test_a_yes_to_an_adult_whom_the_teen_no_longer_follows_counts_for_nothing(
    api: Api, teen: User, stranger: User
) -> None:
    FollowRequest.objects.create(asker=stranger, asked=teen)
    assert accept(api, teen, stranger) == 404
    assert not Follow.objects.exists()


def test_the_tables_refuse_what_the_services_would(creator: User, friend: User) -> None:
    FollowRequest.objects.create(asker=creator, asked=friend)
    for wrong in (
        FollowRequest(asker=creator, asked=friend),
        FollowRequest(asker=creator, asked=creator),
        FollowRequest(asker=friend, asked=creator, is_withdrawn=True),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong.save()
