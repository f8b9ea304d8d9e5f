"""Signing up and in with Apple."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.contrib.sessions.models import Session
from django.core import mail
from django.utils import timezone
from time_machine import travel

from accounts import age_gate
from accounts.models import AgeSignal, User
from lib.api.redis_client import redis_client
from tests.accounts.apple.phoning import finish, is_new, joined, show
from tests.accounts.apple.server import Apple
from tests.accounts.second_factors import add_app, fresh
from tests.accounts.signing_up import ROOT, a_device, born, hand_in, mailed_code
from tests.client import Api, code_of, token_for


def test_somebody_new_says_the_rest_and_is_in(api: Api, apple: Apple) -> None:
    token = joined(api, apple.token())
    me = api.get("/me", token=token).json()
    assert me["email"] == "mara@privaterelay.appleid.com"
    assert (me["handle"], me["age_band"], me["is_private"]) == ("mara", "18_plus", False)
    person = User.objects.get()
    assert not person.has_usable_password()
    assert AgeSignal.objects.get().source == "self_declared"
    assert not mail.outbox
    account = SocialAccount.objects.get()
    assert (account.user, account.uid, account.extra_data) == (person, "001.apple.0042", {})


def test_the_second_time_they_are_just_in(api: Api, apple: Apple) -> None:
    joined(api, apple.token())
    again = show(api, apple.token())
    assert again.status_code == 200
    assert api.get("/me", token=again.json()["meta"]["access_token"]).json()["handle"] == "mara"
    assert apple.fetched == 1
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"birth_date": born(12)}, 403, "under_age"),
        ({"handle": "admin"}, 422, "handle_reserved"),
        ({"handle": "mara", "birth_date": "1800-01-01"}, 400, "invalid"),
        ({"invite_code": "00000-00000"}, 422, "invite_invalid"),
        ({"password": "a password of mine"}, 400, "unknown_field"),
    ],
)
def test_the_rules_of_signing_up_hold(
    api: Api, apple: Apple, changes: dict[str, Any], status: int, code: str
) -> None:
    answer = finish(api, show(api, apple.token()), **changes)
    assert (answer.status_code, code_of(answer)) == (status, code)
    assert not User.objects.exists()


def test_a_device_that_was_too_young_stays_so(api: Api, apple: Apple) -> None:
    device = a_device()
    finish(api, show(api, apple.token()), birth_date=born(12), device=device)
    again = finish(api, show(api, apple.token()), device=device)
    assert (again.status_code, code_of(again)) == (403, "under_age")


def test_who_was_too_young_stays_so_on_another_device(api: Api, apple: Apple) -> None:
    """A1: of the Apple account a keyed hash is kept for a day, as of the device, and no more."""
    first = finish(api, show(api, apple.token()), birth_date=born(12))
    other = finish(api, show(api, apple.token()))
    assert (other.status_code, code_of(other)) == (403, "under_age")
    assert set(first.headers) == set(other.headers)
    assert not User.objects.exists()
    assert len(gates()) == 3, "two devices, one identity"
    assert all(0 < int(redis_client().ttl(key)) <= age_gate.SECONDS for key in gates())
    assert not [key for key in redis_client().scan_iter("*") if b"apple.0042" in key]


def test_another_apple_account_is_not_refused(api: Api, apple: Apple) -> None:
    finish(api, show(api, apple.token()), birth_date=born(12))
    assert finish(api, show(api, apple.token(sub="001.apple.0043"))).status_code == 200


def test_nothing_of_the_child_waits_in_a_session(api: Api, apple: Apple) -> None:
    pending = show(api, apple.token())
    assert Session.objects.exists()
    finish(api, pending, birth_date=born(12))
    assert not Session.objects.exists()
    late = finish(api, pending)
    assert late.status_code == 410


def gates() -> list[bytes]:
    return list(redis_client().scan_iter("zoetrope:age-gate:*"))


def test_where_invites_are_needed_one_is_needed_here_too(
    api: Api, apple: Apple, settings: Any
) -> None:
    settings.INVITES_REQUIRED = True
    answer = finish(api, show(api, apple.token()))
    assert (answer.status_code, code_of(answer)) == (422, "invite_required")


def test_whoever_sends_another_address_gets_the_one_that_apple_vouches_for(
    api: Api, apple: Apple, creator: User
) -> None:
    joined(api, apple.token(), email=creator.email)
    assert User.objects.exclude(pk=creator.pk).get().email == "mara@privaterelay.appleid.com"


@pytest.mark.parametrize("said", [{"email_verified": "false"}, {"email": None}])
def test_an_address_that_apple_does_not_vouch_for_is_confirmed_by_code(
    api: Api, apple: Apple, said: dict[str, Any]
) -> None:
    pending = show(api, apple.token(**said))
    assert finish(api, pending, email="mara@example.org").status_code == 401
    assert not EmailAddress.objects.get().verified
    assert hand_in(api, pending, mailed_code("mara@example.org")).status_code == 200


@pytest.mark.parametrize("verified", ["true", "false"])
def test_nobody_gets_an_account_by_its_address(
    api: Api, apple: Apple, creator: User, verified: str
) -> None:
    """Vouched for or not: its owner is told by mail, and whoever asked learns nothing."""
    pending = show(api, apple.token(email=creator.email, email_verified=verified))
    assert is_new(pending)
    answer = finish(api, pending, email=creator.email)
    assert answer.status_code == 401
    assert "access_token" not in answer.json()["meta"]
    assert not SocialAccount.objects.exists()
    assert User.objects.count() == 1
    assert {letter.to[0] for letter in mail.outbox} == {creator.email}


def test_whoever_has_an_account_connects_it(api: Api, apple: Apple, creator: User) -> None:
    stale = token_for(creator, proved=False)
    refused = show(api, apple.token(), as_=stale, process="connect")
    assert (refused.status_code, code_of(refused)) == (401, "reauthentication_required")
    assert not SocialAccount.objects.exists()

    done = show(api, apple.token(), as_=fresh(api, creator), process="connect")
    assert done.status_code == 200, done.content
    in_again = show(api, apple.token()).json()["meta"]["access_token"]
    assert api.get("/me", token=in_again).json()["id"] == creator.public_id
    assert mail.outbox[-1].to == [creator.email]


def test_an_identity_belongs_to_one_account(
    api: Api, apple: Apple, creator: User, stranger: User
) -> None:
    show(api, apple.token(), as_=fresh(api, creator), process="connect")
    other = show(api, apple.token(), as_=fresh(api, stranger), process="connect")
    assert (other.status_code, code_of(other)) == (409, "stale_state")
    assert SocialAccount.objects.get().user == creator


def test_connecting_writes_no_more_than_the_connection(
    api: Api, apple: Apple, creator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """allauth would save the person's whole row, a ban that came meanwhile undone with it."""
    token, saved = fresh(api, creator), []
    monkeypatch.setattr(User, "save", lambda self, **kwargs: saved.append(kwargs))
    show(api, apple.token(), as_=token, process="connect")
    assert SocialAccount.objects.exists()
    assert all(one.get("update_fields") for one in saved)


def test_guests_connect_nothing(api: Api, apple: Apple) -> None:
    assert show(api, apple.token(), process="connect").status_code in (401, 403)
    assert not SocialAccount.objects.exists()


def test_a_second_factor_is_asked_for_after_apple_too(
    api: Api, apple: Apple, creator: User
) -> None:
    token = fresh(api, creator)
    show(api, apple.token(), as_=token, process="connect")
    add_app(api, token)
    answer = show(api, apple.token())
    assert answer.status_code == 401
    assert "access_token" not in answer.json()["meta"]
    flows = {flow["id"]: flow for flow in answer.json()["data"]["flows"]}
    assert flows["mfa_authenticate"]["is_pending"] is True


def test_whoever_is_shut_out_stays_out(api: Api, apple: Apple) -> None:
    joined(api, apple.token())
    User.objects.update(state="banned")
    answer = show(api, apple.token())
    assert (answer.status_code, code_of(answer)) == (401, "account_suspended")


def test_without_a_password_a_fresh_sign_in_is_the_proof(api: Api, apple: Apple) -> None:
    token = joined(api, apple.token())
    with travel(timezone.now() + timedelta(minutes=4)):
        refresh = show(api, apple.token()).json()["meta"]["refresh_token"]
    with travel(timezone.now() + timedelta(minutes=10)):
        kept = api.post(f"{ROOT}/tokens/refresh", {"refresh_token": refresh}).json()["data"]
        late = api.delete("/me", {}, token=kept["access_token"])
        assert code_of(late) == "reauthentication_required"
        totp = f"{ROOT}/account/authenticators/webauthn"
        asked = api.get(totp, token=kept["access_token"])
        assert code_of(asked) == "reauthentication_required"
        again = show(api, apple.token()).json()["meta"]["access_token"]
        assert api.delete("/me", {}, token=again).status_code == 200
    assert token


def test_the_last_way_in_cannot_be_removed(api: Api, apple: Apple, creator: User) -> None:
    path, gone = f"{ROOT}/account/providers", {"provider": "apple", "account": "001.apple.0042"}
    token = joined(api, apple.token())
    assert api.get(path, token=token).status_code == 200
    answer = api.delete(path, gone, token=token)
    assert (answer.status_code, code_of(answer)) == (409, "stale_state")

    mine = fresh(api, creator)
    show(api, apple.token(sub="another"), as_=mine, process="connect")
    assert api.delete(path, {**gone, "account": "another"}, token=mine).status_code == 200
    assert is_new(show(api, apple.token(sub="another")))
