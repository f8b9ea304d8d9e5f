"""Every list of people against every way in which two can be hidden from each other (A13)."""

from collections.abc import Callable

import pytest

from accounts.models import Block, Follow, FollowRequest, Mute, User
from audit.models import AuditEvent
from inbox.models import Event
from tests.accounts.relating import block, follow, handles, mute
from tests.client import Api

Row = Callable[[User, User], object]

# List, and the row by which `other` stands in that list of `me`.
LISTS: dict[str, Row] = {
    "following": lambda me, other: Follow.objects.create(follower=me, followed=other),
    "followers": lambda me, other: Follow.objects.create(follower=other, followed=me),
    "mutes": lambda me, other: Mute.objects.create(muter=me, muted=other),
    "follow-requests": lambda me, other: FollowRequest.objects.create(asker=other, asked=me),
    "follow-requests/sent": lambda me, other: FollowRequest.objects.create(asker=me, asked=other),
}


def _blocked_by_me(me: User, other: User) -> None:
    Block.objects.create(blocker=me, blocked=other)


def _blocked_by_them(me: User, other: User) -> None:
    Block.objects.create(blocker=other, blocked=me)


def _banned(me: User, other: User) -> None:
    User.objects.filter(pk=other.pk).update(state="banned")


def _a_teen_who_does_not_follow_me(me: User, other: User) -> None:
    User.objects.filter(pk=other.pk).update(assured_band="13_17", assured_by="report")
    Follow.objects.filter(follower=other, followed=me).delete()


HIDING = [_blocked_by_me, _blocked_by_them, _banned, _a_teen_who_does_not_follow_me]


@pytest.mark.parametrize("hide", HIDING, ids=lambda one: one.__name__.strip("_"))
@pytest.mark.parametrize("listing", LISTS)
def test_who_is_hidden_stands_in_no_list(
    api: Api,
    creator: User,
    friend: User,
    listing: str,
    hide: Callable[[User, User], None],
) -> None:
    """The rows are left as they are: what hides stands in the queryset, not in their deletion."""
    LISTS[listing](creator, friend)
    assert handles(api, creator, listing) == [friend.handle]
    hide(creator, friend)
    assert handles(api, creator, listing) == []


@pytest.mark.parametrize("listing", LISTS)
def test_a_private_account_stands_in_lists_as_any_other(
    api: Api, creator: User, friend: User, listing: str
) -> None:
    User.objects.filter(pk=friend.pk).update(is_private=True)
    LISTS[listing](creator, friend)
    assert handles(api, creator, listing) == [friend.handle]


@pytest.mark.parametrize("listing", [*LISTS, "blocks"])
def test_lists_are_ones_own(api: Api, creator: User, friend: User, listing: str) -> None:
    row = LISTS.get(listing, _blocked_by_me)
    row(creator, friend)
    assert handles(api, friend, listing) == []


def test_muting_is_my_secret(api: Api, creator: User, friend: User) -> None:
    before = api.get(f"/people/{creator.handle}", as_=friend).json()
    assert [mute(api, creator, friend), mute(api, creator, friend)] == [204, 204]
    assert api.get(f"/people/{creator.handle}", as_=friend).json() == before
    assert api.get(f"/people/{friend.handle}", as_=creator).json()["muted_by_me"] is True
    assert handles(api, creator, "mutes") == [friend.handle]
    assert not Event.objects.filter(person_id=friend.pk).exists()
    assert not AuditEvent.objects.filter(target=friend.public_id, action__contains="mute").exists()
    path = f"/people/{friend.handle}/mute"
    assert [api.delete(path, as_=creator).status_code for _ in range(2)] == [204, 204]
    assert handles(api, creator, "mutes") == []


def test_whom_i_muted_i_hear_nothing_of(api: Api, creator: User, friend: User) -> None:
    follow(api, friend, creator)
    heard = api.get("/me/events", as_=creator).json()["results"]
    assert [event["type"] for event in heard] == ["person.followed"]
    mute(api, creator, friend)
    assert api.get("/me/events", as_=creator).json()["results"] == []
    api.delete(f"/people/{friend.handle}/mute", as_=creator)
    assert len(api.get("/me/events", as_=creator).json()["results"]) == 1


def test_a_mute_survives_a_block_and_can_be_undone(api: Api, creator: User, friend: User) -> None:
    mute(api, creator, friend)
    block(api, friend, creator)
    assert api.delete(f"/people/{friend.handle}/mute", as_=creator).status_code == 204
    assert not Mute.objects.exists()
