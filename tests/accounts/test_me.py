from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone
from time_machine import travel

from accounts.events import AccountDeleted, SessionsEnded
from accounts.models import Block, Follow, Standing, StandingReason, User
from audit.models import AuditEvent
from tests.accounts.hearing import hear
from tests.accounts.leaving import leave
from tests.accounts.relating import follow
from tests.accounts.signing_up import sign_in, sign_up
from tests.client import Api, code_of, token_for
from tests.standings import change_standing


def test_i_see_my_own_address_and_date_of_birth(api: Api, creator: User) -> None:
    me = api.get("/me", as_=creator).json()
    assert me["email"] == creator.email
    assert me["birth_date"] == str(creator.birth_date)
    assert me["joined_at"].endswith("Z")


def test_i_change_what_i_say_about_myself(api: Api, creator: User) -> None:
    changed = api.patch("/me", {"display_name": "Mara 🎬", "bio": "boats\nand rain"}, as_=creator)
    assert changed.status_code == 200
    assert changed.json()["display_name"] == "Mara 🎬"
    row = AuditEvent.objects.get(action="accounts.profile.updated")
    assert row.facts == {"fields": "display_name,bio"}
    assert "boats" not in str(row.facts)


def test_what_is_left_out_stays(api: Api, creator: User) -> None:
    api.patch("/me", {"bio": "boats"}, as_=creator)
    assert api.patch("/me", {"display_name": "Mara"}, as_=creator).json()["bio"] == "boats"
    assert api.patch("/me", {"bio": ""}, as_=creator).json()["bio"] == ""
    assert api.patch("/me", {}, as_=creator).status_code == 200


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"display_name": 7}, "wrong_type"),
        ({"display_name": None}, "null"),
        ({"bio": ["x"]}, "wrong_type"),
        ({"display_name": "x" * 51}, "max_length"),
        ({"bio": "x" * 301}, "max_length"),
        ({"handle": "ab"}, "invalid"),
        ({"handle": ""}, "blank"),
        ({"handle": "admin"}, "handle_reserved"),
        ({"id": "usr_x"}, "unknown_field"),
        ({"email": "x@example.org"}, "unknown_field"),
        ({"is_staff": True}, "unknown_field"),
        ({"standing": "good"}, "unknown_field"),
        ({"birth_date": "1990-01-01"}, "unknown_field"),
        ({"display_name": "a\u202eb"}, "invalid_characters"),
        ({"display_name": "a\nb"}, "invalid_characters"),
        ({"bio": "a\u0000b"}, "invalid_characters"),
        ({"bio": "a\u200bb"}, "invalid_characters"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    api: Api, creator: User, change: dict[str, Any], code: str
) -> None:
    token = api.token(creator)
    before = User.objects.values().get(pk=creator.pk)
    answer = api.patch("/me", change, token=token)
    assert code_of(answer) == code
    assert answer.status_code in (400, 422)
    assert User.objects.values().get(pk=creator.pk) == before


def test_a_handle_can_be_changed_and_the_old_one_is_held_for_me(api: Api, creator: User) -> None:
    old = creator.handle
    assert api.patch("/me", {"handle": "New.Name"}, as_=creator).json()["handle"] == "New.Name"
    assert code_of(sign_up(api, handle=old)) == "handle_taken"

    soon = api.patch("/me", {"handle": old}, as_=creator)
    assert (soon.status_code, code_of(soon)) == (429, "throttled")
    assert int(soon["Retry-After"]) > 0
    respelled = api.patch("/me", {"handle": "new_name"}, as_=creator)
    assert respelled.json()["handle"] == "new_name"

    later = timezone.now() + timedelta(days=14, seconds=1)
    with travel(later):
        api.tokens.clear()
        assert api.patch("/me", {"handle": old}, as_=creator).json()["handle"] == old


def test_somebody_elses_handle_is_taken(api: Api, creator: User, friend: User) -> None:
    answer = api.patch("/me", {"handle": friend.handle.upper()}, as_=creator)
    assert (answer.status_code, code_of(answer)) == (422, "handle_taken")


def test_deleting_needs_the_password(api: Api, creator: User) -> None:
    wrong = api.delete("/me", {"password": "not it"}, as_=creator)
    assert (wrong.status_code, code_of(wrong)) == (403, "incorrect_password")
    stale = token_for(creator, proved=False)
    assert code_of(api.delete("/me", {}, token=stale)) == "reauthentication_required"
    assert code_of(api.delete("/me", token=stale)) == "reauthentication_required"
    for _ in range(5):
        wrong = api.delete("/me", {"password": "not it"}, as_=creator)
    assert (wrong.status_code, code_of(wrong)) == (429, "throttled")
    assert api.get("/me", as_=creator).status_code == 200


def test_deleting_leaves_a_tombstone_and_nothing_of_the_person(
    api: Api, creator: User, friend: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = hear(monkeypatch, AccountDeleted, SessionsEnded)
    email, handle = creator.email or "", creator.handle
    api.patch("/me", {"display_name": "Mara", "bio": "boats"}, as_=creator)
    follow(api, friend, creator)
    follow(api, creator, friend)
    Block.objects.create(blocker=creator, blocked=friend)
    sign_in(api, email)

    leave(api, creator)

    tombstone = User.objects.values().get(pk=creator.pk)
    kept = {name for name, value in tombstone.items() if value not in (None, "", False)}
    assert kept == {
        *("id", "handle_bare", "handle_key", "password", "state", "session_epoch"),
        *("created_at", "joined_at", "deleted_at"),
    }
    for value in (email, handle, "Mara", "boats"):
        assert value not in str(tombstone)
    for model in (EmailAddress, UserSession):
        assert not model.objects.filter(user_id=creator.pk).exists()
    assert not Follow.objects.exists()
    assert not Block.objects.exists()
    assert not [s for s in Session.objects.all() if email in str(s.get_decoded())]
    ended = SessionsEnded(user_id=creator.pk)
    assert heard == [ended, ended, AccountDeleted(user_id=creator.pk)], "once when it was closed"
    row = AuditEvent.objects.get(action="accounts.person.deleted")
    assert (row.actor, row.target, row.facts) == (creator.public_id, creator.public_id, {})


def test_after_deletion_the_address_is_free_and_the_handle_is_not(
    api: Api, creator: User, friend: User
) -> None:
    email, handle = creator.email, creator.handle
    leave(api, creator)

    assert api.get(f"/people/{handle}", as_=friend).status_code == 404
    assert code_of(sign_up(api, email=email, handle=handle)) == "handle_taken"
    assert code_of(sign_up(api, email="x@example.org", handle=handle)) == "handle_taken"
    assert sign_up(api, email=email, handle="another_name").status_code == 401
    with travel(timezone.now() + timedelta(days=30, seconds=1)):
        assert sign_up(api, email="y@example.org", handle=handle).status_code == 401


def test_my_standing_and_since_when(api: Api, creator: User, moderator: User) -> None:
    assert api.get("/me/standing", as_=creator).json() == {
        "standing": "good",
        "since": None,
        "cooling_off_until": None,
    }
    change_standing(
        person=creator, to=Standing.LIMITED, actor=moderator, reason=StandingReason.SPAM
    )
    shown = api.get("/me/standing", as_=creator).json()
    assert shown["standing"] == "limited"
    assert shown["since"]
    assert "spam" not in str(shown)


@pytest.mark.parametrize("path", ["/me", "/me/safeguards", "/me/standing", "/me/sessions"])
def test_guests_have_no_me(api: Api, path: str) -> None:
    assert api.get(path).status_code == 401
