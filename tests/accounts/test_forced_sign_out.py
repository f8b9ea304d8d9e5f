"""Whoever took an account over holds its tokens: staff end them all at once (A15)."""

from typing import Any

import pytest
from django.test import Client

from accounts.events import SessionsEnded
from accounts.models import User
from audit.models import AuditEvent
from tests import cast
from tests.accounts.hearing import hear
from tests.accounts.signing_up import ROOT, sign_in
from tests.client import Api, code_of
from tests.staff import at_the_desk


def _page(person: User) -> str:
    return f"/admin/accounts/user/{person.public_id}/sign-out/"


def test_staff_end_every_session_token_and_socket(
    api: Api, creator: User, moderator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = hear(monkeypatch, SessionsEnded)
    held: dict[str, Any] = sign_in(api, creator.email or "").json()["meta"]

    done = at_the_desk(moderator).post(_page(creator), {"reason": "takeover"})

    assert done.status_code == 302
    answer = api.get("/me", token=held["access_token"])
    assert (answer.status_code, code_of(answer)) == (401, "authentication_failed")
    again = api.post(f"{ROOT}/tokens/refresh", {"refresh_token": held["refresh_token"]})
    assert again.status_code == 401
    assert heard == [SessionsEnded(user_id=creator.pk)]
    row = AuditEvent.objects.get(action="accounts.sessions.ended")
    assert (row.actor, row.target) == (moderator.public_id, creator.public_id)
    assert row.facts == {"how": "staff", "reason": "takeover"}
    assert sign_in(api, creator.email or "").status_code == 200


def test_without_a_reason_nobody_is_signed_out(api: Api, creator: User, moderator: User) -> None:
    token = api.token(creator)
    assert at_the_desk(moderator).post(_page(creator), {}).status_code == 200
    assert api.get("/me", token=token).status_code == 200


def test_staff_do_not_sign_out_other_staff(api: Api, moderator: User) -> None:
    other = cast.moderator()
    token = api.token(other)
    page = at_the_desk(moderator).post(_page(other), {"reason": "safety"})
    assert page.status_code == 200
    assert api.get("/me", token=token).status_code == 200


def test_members_have_no_such_page(creator: User, friend: User) -> None:
    client = Client()
    client.force_login(friend)
    assert client.post(_page(creator), {"reason": "safety"}).status_code == 302
    assert not AuditEvent.objects.filter(action="accounts.sessions.ended").exists()
