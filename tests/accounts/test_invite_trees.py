"""Who came through whom, and ending a ring's inviting (A11)."""

from itertools import count

import pytest
from django.test import Client

from accounts.models import Invite, InviteUse, User
from accounts.services import invites
from accounts.services.deletion import delete_account
from accounts.services.invite_trees import subtree
from audit.models import AuditEvent
from lib.actors import Actor
from tests import cast
from tests.accounts.relating import follow
from tests.client import Api, code_of
from tests.staff import at_the_desk

_numbers = count(1)


def brought(inviter: User) -> User:
    """Somebody who joined by a code of `inviter`."""
    newcomer = cast.adult()
    InviteUse.objects.create(invite=invites.issue(actor=inviter), invitee=newcomer)
    return newcomer


@pytest.fixture
def ring(creator: User, friend: User) -> dict[str, User]:
    """root brought a and b, a brought c, c brought d; `friend` brought somebody of their own."""
    a, b = brought(creator), brought(creator)
    c = brought(a)
    other = brought(friend)
    return {"root": creator, "a": a, "b": b, "c": c, "d": brought(c), "other": other}


def _page(person: User) -> str:
    return f"/admin/accounts/user/{person.public_id}/invites/"


def test_the_tree_is_kept_after_people_left(ring: dict[str, User]) -> None:
    a = ring["a"]
    delete_account(person=a, actor=Actor.person(a.pk))
    found = {(branch.person.pk, branch.depth) for branch in subtree(ring["root"])}
    assert found == {(a.pk, 1), (ring["b"].pk, 1), (ring["c"].pk, 2), (ring["d"].pk, 3)}


def test_staff_see_the_whole_subtree_and_who_brought_somebody(
    ring: dict[str, User], moderator: User
) -> None:
    desk = at_the_desk(moderator)
    page = desk.get(_page(ring["root"])).content.decode()
    for name in "abcd":
        assert ring[name].public_id in page
    assert ring["other"].public_id not in page
    assert ring["a"].public_id in desk.get(_page(ring["c"])).content.decode()


def test_staff_end_the_inviting_of_a_whole_ring(
    ring: dict[str, User], api: Api, moderator: User
) -> None:
    invites.issue(actor=ring["d"])
    body = {"may": "no", "whole_subtree": "on", "reason": "ring"}
    assert at_the_desk(moderator).post(_page(ring["root"]), body).status_code == 302
    for name in ("root", "a", "b", "c", "d"):
        answer = api.post("/invites", {}, as_=ring[name], key="k")
        assert (answer.status_code, code_of(answer)) == (403, "invites_disabled"), name
    assert api.post("/invites", {}, as_=ring["other"], key="k").status_code == 201
    assert not Invite.objects.filter(inviter=ring["d"], disabled_at=None).exists()
    rows = AuditEvent.objects.filter(action="accounts.inviting.ended")
    assert {row.target for row in rows} == {ring[name].public_id for name in "abcd"} | {
        ring["root"].public_id
    }
    assert {row.facts["through"] for row in rows} == {ring["root"].public_id}


def test_staff_end_and_allow_the_inviting_of_one(
    ring: dict[str, User], api: Api, moderator: User
) -> None:
    desk = at_the_desk(moderator)
    desk.post(_page(ring["a"]), {"may": "no", "reason": "sold"})
    assert code_of(api.post("/invites", {}, as_=ring["a"], key="k")) == "invites_disabled"
    assert api.post("/invites", {}, as_=ring["c"], key="k").status_code == 201
    desk.post(_page(ring["a"]), {"may": "yes", "reason": "mistake"})
    assert api.post("/invites", {}, as_=ring["a"], key="k2").status_code == 201
    old = Invite.objects.filter(inviter=ring["a"]).order_by("created_at").first()
    assert old is not None
    assert old.disabled_at is not None


def test_staff_further_down_are_left_as_they_are(creator: User, moderator: User) -> None:
    other = cast.moderator()
    InviteUse.objects.create(invite=invites.issue(actor=creator), invitee=other)
    body = {"may": "no", "whole_subtree": "on", "reason": "ring"}
    at_the_desk(moderator).post(_page(creator), body)
    other.refresh_from_db()
    assert other.may_invite


@pytest.mark.parametrize("body", [{"may": "no"}, {"may": "maybe", "reason": "ring"}])
def test_without_a_reason_nothing_happens(
    creator: User, moderator: User, body: dict[str, str]
) -> None:
    assert at_the_desk(moderator).post(_page(creator), body).status_code == 200
    creator.refresh_from_db()
    assert creator.may_invite


def test_members_see_no_tree(creator: User, friend: User) -> None:
    client = Client()
    client.force_login(friend)
    assert client.get(_page(creator)).status_code == 302


def test_an_invite_makes_nobody_a_follower(api: Api, ring: dict[str, User]) -> None:
    assert api.get("/me/followers", as_=ring["root"]).json()["results"] == []
    assert follow(api, ring["a"], ring["root"]) == 204
