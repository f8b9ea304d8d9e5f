"""Codes by which people join: made, used once, taken back, told to nobody (A11)."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from time_machine import travel

from accounts.models import Invite, InviteUse, User
from accounts.services import invites
from accounts.services.deletion import delete_account
from accounts.services.people import forget_unconfirmed
from accounts.unconfirmed import UNCONFIRMED_KEPT
from lib.actors import Actor
from tests.accounts.signing_up import hand_in, join, mailed_code, sign_up
from tests.client import Api, code_of


@pytest.fixture(autouse=True)
def by_invite_alone(settings: Any) -> None:
    settings.INVITES_REQUIRED = True


def code_from(api: Api, who: User, key: str = "k") -> str:
    made = api.post("/invites", {}, as_=who, key=key)
    assert made.status_code == 201, made.content
    return str(made.json()["code"])


def test_nobody_joins_without_a_code(api: Api) -> None:
    answer = sign_up(api)
    assert (answer.status_code, code_of(answer)) == (422, "invite_required")
    assert not User.objects.exists()


def test_a_code_lets_one_person_in(api: Api, creator: User) -> None:
    code = code_from(api, creator)
    assert join(api, invite_code=code).status_code == 200
    use = InviteUse.objects.get()
    assert use.invite.inviter == creator
    assert (use.invitee and use.invitee.handle, use.held_for) == ("mara", "")
    second = sign_up(api, email="x@example.org", handle="other_one", invite_code=code)
    assert (second.status_code, code_of(second)) == (422, "invite_invalid")
    (row,) = api.get("/invites", as_=creator).json()["results"]
    assert (row["code"], row["uses"], row["max_uses"]) == (code, 1, 1)


@pytest.mark.parametrize("typed", [str.lower, lambda c: c.replace("-", ""), lambda c: f" {c} "])
def test_a_code_may_be_typed_in_many_ways(api: Api, creator: User, typed: Any) -> None:
    assert sign_up(api, invite_code=typed(code_from(api, creator))).status_code == 401


def test_where_invites_are_not_needed_a_code_still_counts(
    api: Api, creator: User, settings: Any
) -> None:
    settings.INVITES_REQUIRED = False
    assert sign_up(api).status_code == 401
    with_code = sign_up(
        api, email="x@example.org", handle="other_one", invite_code=code_from(api, creator)
    )
    assert with_code.status_code == 401
    assert InviteUse.objects.count() == 1
    wrong = sign_up(api, email="y@example.org", handle="third_one", invite_code="00000-00000")
    assert code_of(wrong) == "invite_invalid"


def _disabled(api: Api, inviter: User) -> None:
    (row,) = api.get("/invites", as_=inviter).json()["results"]
    assert api.delete(f"/invites/{row['id']}", as_=inviter).status_code == 204


def _banned(api: Api, inviter: User) -> None:
    User.objects.filter(pk=inviter.pk).update(state="banned")


def _may_not_invite(api: Api, inviter: User) -> None:
    User.objects.filter(pk=inviter.pk).update(may_invite=False)


def _deleted(api: Api, inviter: User) -> None:
    delete_account(person=inviter, actor=Actor.person(inviter.pk))


def _ran_out(api: Api, inviter: User) -> None:
    at = timezone.now() - timedelta(days=31)
    Invite.objects.update(created_at=at, expires_at=at + invites.VALID)


@pytest.mark.parametrize("end", [_disabled, _banned, _may_not_invite, _deleted, _ran_out])
def test_a_code_that_ended_is_no_code(api: Api, creator: User, end: Any) -> None:
    code = code_from(api, creator)
    end(api, creator)
    answer = sign_up(api, invite_code=code)
    assert (answer.status_code, code_of(answer)) == (422, "invite_invalid")


def test_nobody_takes_back_somebody_elses_code(api: Api, creator: User, stranger: User) -> None:
    code_from(api, creator)
    row = Invite.objects.get()
    assert api.delete(f"/invites/{row.public_id}", as_=stranger).status_code == 404
    assert api.get("/invites", as_=stranger).json()["results"] == []


def test_whose_inviting_was_ended_gets_no_code(api: Api, creator: User) -> None:
    User.objects.filter(pk=creator.pk).update(may_invite=False)
    answer = api.post("/invites", {}, as_=creator, key="k")
    assert (answer.status_code, code_of(answer)) == (403, "invites_disabled")


def test_who_is_limited_gets_no_code(api: Api, creator: User) -> None:
    User.objects.filter(pk=creator.pk).update(state="limited")
    assert code_of(api.post("/invites", {}, as_=creator, key="k")) == "standing_limited"


def test_members_make_codes_for_one_and_staff_for_many(
    api: Api, creator: User, moderator: User
) -> None:
    many = {"max_uses": 3}
    refused = api.post("/invites", many, as_=creator, key="k")
    assert (refused.status_code, code_of(refused)) == (403, "permission_denied")
    code = api.post("/invites", many, as_=moderator, key="k").json()["code"]
    tries = [
        sign_up(api, email=f"p{n}@example.org", handle=f"guest_{'abcd'[n]}", invite_code=code)
        for n in range(4)
    ]
    assert [answer.status_code for answer in tries] == [401, 401, 401, 422]


def test_there_are_only_so_many_codes(api: Api, creator: User) -> None:
    for number in range(invites.OPEN_AT_ONCE):
        code_from(api, creator, key=f"k{number}")
    more = api.post("/invites", {}, as_=creator, key="more")
    assert (more.status_code, code_of(more)) == (429, "quota_exceeded")
    Invite.objects.update(disabled_at=timezone.now())
    left = invites.IN_A_MONTH - invites.OPEN_AT_ONCE
    for number in range(left):
        code_from(api, creator, key=f"l{number}")
        Invite.objects.update(disabled_at=timezone.now())
    assert code_of(api.post("/invites", {}, as_=creator, key="last")) == "quota_exceeded"


def test_a_sign_up_that_is_forgotten_gives_the_code_back(api: Api, creator: User) -> None:
    code = code_from(api, creator)
    sign_up(api, invite_code=code)
    with travel(timezone.now() + UNCONFIRMED_KEPT + timedelta(seconds=1)):
        forget_unconfirmed()
        again = sign_up(api, email="x@example.org", handle="other_one", invite_code=code)
    assert again.status_code == 401


def test_a_code_tells_nobody_which_addresses_are_known(api: Api, creator: User) -> None:
    """Used up, refused and given back alike, whether or not the address had an account."""
    for number, email in enumerate((creator.email, "new@example.org")):
        code = code_from(api, creator, key=f"k{number}")
        first = sign_up(api, email=email, handle=f"try_{'ab'[number]}", invite_code=code)
        assert first.status_code == 401, email
        used = sign_up(api, email=f"o{number}@example.org", handle="third", invite_code=code)
        assert code_of(used) == "invite_invalid", email
        with travel(timezone.now() + timedelta(seconds=12)):
            same = sign_up(api, email=email, handle=f"try_{'ab'[number]}", invite_code=code)
            assert same.status_code == 401, email
        with travel(timezone.now() + UNCONFIRMED_KEPT + timedelta(seconds=20)):
            forget_unconfirmed()
            free = sign_up(
                api, email=f"f{number}@example.org", handle=f"free_{'ab'[number]}",
                invite_code=code,
            )  # fmt: skip
            assert free.status_code == 401, email


def test_the_use_of_nobody_keeps_no_address(api: Api, creator: User) -> None:
    sign_up(api, email=creator.email, handle="first_try", invite_code=code_from(api, creator))
    use = InviteUse.objects.get()
    assert use.invitee is None
    assert (creator.email or "") not in use.held_for


def test_the_address_is_needed_no_more_once_confirmed(api: Api, creator: User) -> None:
    pending = sign_up(api, invite_code=code_from(api, creator))
    assert InviteUse.objects.get().held_for
    hand_in(api, pending, mailed_code("mara@example.org"))
    assert InviteUse.objects.get().held_for == ""
