"""Deleting the account ends what Apple gave us for it (A7; App Store Review Guidelines 5.1.1 v)."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.db import connection
from django.utils import timezone
from time_machine import travel

from accounts.models import AppleGrant, User
from accounts.services.apple import TRIED_FOR, call_apple
from accounts.tasks import tell_apple
from audit.models import AuditEvent
from tests.accounts.apple.phoning import joined, show
from tests.accounts.apple.server import CLIENT, Apple
from tests.accounts.second_factors import fresh
from tests.accounts.signing_up import ROOT
from tests.client import Api

LATER = timedelta(minutes=2)


@pytest.fixture
def member(api: Api, apple: Apple) -> str:
    """A token of somebody who came with Apple, whose code was exchanged."""
    token = joined(api, apple.token(), code="C1")
    assert call_apple() == 1
    assert AppleGrant.objects.get().refresh_token == "refresh of C1"
    return token


def leave(api: Api, apple: Apple, token: str) -> None:
    """Close the account, sign in once more, and wait no longer."""
    assert api.delete("/me", {}, token=token).status_code == 200
    again = show(api, apple.token()).json()["meta"]["access_token"]
    assert api.delete("/me", {"at_once": True}, token=again).status_code == 204


def _audited() -> list[str]:
    rows = AuditEvent.objects.filter(action__startswith="accounts.apple.").order_by("at")
    return [row.action.rsplit(".", 1)[1] for row in rows]


def test_a_sign_ins_code_is_exchanged_by_the_worker(api: Api, apple: Apple, as_worker: Any) -> None:
    joined(api, apple.token(), code="C1")
    assert not apple.calls
    with as_worker():
        tell_apple.fn()
    ((verb, form),) = apple.calls
    assert (verb, form["grant_type"], form["code"]) == ("token", "authorization_code", "C1")
    assert form["client_id"] == CLIENT
    assert call_apple() == 0


def test_secrets_lie_sealed(member: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT accounts_applegrant::text FROM accounts_applegrant")
        assert "refresh of" not in str(cursor.fetchall())


def test_a_later_sign_in_replaces_what_was_kept(api: Api, apple: Apple, member: str) -> None:
    show(api, apple.token(), authorization_code="C2")
    call_apple()
    assert AppleGrant.objects.get().refresh_token == "refresh of C2"


def test_deleting_the_account_revokes(api: Api, apple: Apple, member: str, as_worker: Any) -> None:
    person = User.objects.get()
    leave(api, apple, member)
    assert not SocialAccount.objects.exists()
    with as_worker():
        tell_apple.fn()
    verb, form = apple.calls[-1]
    assert (verb, form["token"], form["token_type_hint"]) == (
        "revoke",
        "refresh of C1",
        "refresh_token",
    )
    assert not AppleGrant.objects.exists()
    assert _audited() == ["connected", "revoked"]
    row = AuditEvent.objects.get(action="accounts.apple.revoked")
    assert row.target == person.public_id


def test_while_apple_is_silent_it_is_asked_again_and_again(
    api: Api, apple: Apple, member: str
) -> None:
    leave(api, apple, member)
    apple.broken = 503
    now = timezone.now()
    for minutes in (0, 2, 4, 8):
        with travel(now + timedelta(minutes=minutes)):
            assert call_apple() == 1
            assert call_apple() == 0  # not before its time
    apple.broken = 0
    with travel(now + timedelta(days=1)):
        assert call_apple() == 1
    assert not AppleGrant.objects.exists()
    assert _audited() == ["connected", "revoked"]


def test_after_thirty_days_staff_are_told(api: Api, apple: Apple, member: str) -> None:
    leave(api, apple, member)
    apple.broken = 503
    with travel(timezone.now() + TRIED_FOR + timedelta(hours=1)):
        call_apple()
    assert not AppleGrant.objects.exists()
    assert _audited() == ["connected", "not_revoked"]


def test_a_no_of_apples_is_final(api: Api, apple: Apple, member: str) -> None:
    leave(api, apple, member)
    apple.broken = 400
    call_apple()
    assert not AppleGrant.objects.exists()
    row = AuditEvent.objects.get(action="accounts.apple.not_revoked")
    assert row.facts == {"why": "invalid_grant"}


def test_an_account_deleted_before_the_exchange_is_revoked_all_the_same(
    api: Api, apple: Apple
) -> None:
    token = joined(api, apple.token(), code="C1")
    leave(api, apple, token)
    assert call_apple() == 1
    assert call_apple() == 1
    assert [verb for verb, _ in apple.calls] == ["token", "revoke"]
    assert not AppleGrant.objects.exists()


def test_a_code_that_nobody_took_in_time_is_forgotten(api: Api, apple: Apple) -> None:
    joined(api, apple.token(), code="C1")
    apple.broken = 503
    with travel(timezone.now() + timedelta(minutes=6)):
        call_apple()
    assert not AppleGrant.objects.exists()


def test_a_worker_that_died_is_followed_by_another(
    api: Api, apple: Apple, member: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from accounts.services import apple as service

    leave(api, apple, member)

    def dies(*args: Any, **kwargs: Any) -> None:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(service, "revoke", dies)
        with pytest.raises(SystemExit):
            call_apple()
    assert call_apple() == 0
    with travel(timezone.now() + LATER):
        assert call_apple() == 1
    assert apple.calls[-1][0] == "revoke"


def test_disconnecting_revokes_too(api: Api, apple: Apple, creator: User) -> None:
    token = fresh(api, creator)
    show(api, apple.token(), as_=token, process="connect", authorization_code="C1")
    call_apple()
    gone = {"provider": "apple", "account": "001.apple.0042"}
    assert api.delete(f"{ROOT}/account/providers", gone, token=token).status_code == 200
    call_apple()
    assert [verb for verb, _ in apple.calls] == ["token", "revoke"]


def test_without_a_key_nothing_is_kept(api: Api, apple: Apple, settings: Any) -> None:
    settings.APPLE_PRIVATE_KEY = ""
    joined(api, apple.token(), code="C1")
    assert not AppleGrant.objects.exists()
