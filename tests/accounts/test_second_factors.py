"""Codes of an app, recovery codes and passkeys, over HTTP as the app does."""

import json
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.utils import timezone
from time_machine import travel

from accounts import factors
from accounts.models import User
from audit.models import AuditEvent
from config.demo.stand_ins.authenticator import code_now
from lib.crypto.keyring import Keyring, keyring
from tests.accounts.second_factors import (
    Passkey,
    add_app,
    add_passkey,
    enter_by,
    fresh,
    offer_passkey,
)
from tests.accounts.signing_up import ROOT, sign_in
from tests.cast import PASSWORD
from tests.client import Api, code_of, token_for

LATER = timedelta(seconds=31)


def _pending(api: Api, person: User) -> dict[str, str]:
    """The header of a sign-in whose password was right and that waits for more."""
    answer = sign_in(api, person.email or "")
    assert answer.status_code == 401, answer.content
    flows = {flow["id"]: flow for flow in answer.json()["data"]["flows"]}
    assert flows["mfa_authenticate"]["is_pending"] is True
    assert "access_token" not in answer.json()["meta"]
    return {"X-Session-Token": answer.json()["meta"]["session_token"]}


def _code(api: Api, code: str, headers: dict[str, str]) -> Any:
    return api.post(f"{ROOT}/auth/2fa/authenticate", {"code": code}, headers=headers)


def test_with_an_app_the_password_alone_opens_nothing(api: Api, creator: User) -> None:
    secret = add_app(api, fresh(api, creator))
    headers = _pending(api, creator)
    wrong = _code(api, "000000", headers)
    assert (wrong.status_code, code_of(wrong)) == (400, "incorrect_code")
    with travel(timezone.now() + LATER):
        right = _code(api, code_now(secret), headers)
        assert right.status_code == 200, right.content
        token = right.json()["meta"]["access_token"]
        assert api.get("/me", token=token).status_code == 200


def test_a_code_works_once(api: Api, creator: User) -> None:
    secret = add_app(api, fresh(api, creator))
    with travel(timezone.now() + LATER):
        code = code_now(secret)
        assert _code(api, code, _pending(api, creator)).status_code == 200
        again = _code(api, code, _pending(api, creator))
    assert (again.status_code, code_of(again)) == (400, "incorrect_code")


def test_nobody_guesses_codes(api: Api, creator: User) -> None:
    secret = add_app(api, fresh(api, creator))
    headers = _pending(api, creator)
    tries = [_code(api, f"{number:06}", headers) for number in range(6)]
    assert tries[-1].status_code == 429
    with travel(timezone.now() + LATER):
        assert _code(api, code_now(secret), headers).status_code == 429


def test_a_recovery_code_works_once(api: Api, creator: User) -> None:
    token = fresh(api, creator)
    add_app(api, token)
    listed = api.get(f"{ROOT}/account/authenticators/recovery-codes", token=token)
    one = listed.json()["data"]["unused_codes"][0]
    assert _code(api, one, _pending(api, creator)).status_code == 200
    assert code_of(_code(api, one, _pending(api, creator))) == "incorrect_code"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("delete", "totp", None),
        ("get", "recovery-codes", None),
        ("post", "recovery-codes", {}),
        ("get", "webauthn", None),
    ],
)
def test_changing_factors_asks_for_a_recent_proof(
    api: Api, creator: User, method: str, path: str, body: Any
) -> None:
    add_app(api, fresh(api, creator))
    stale, path = token_for(creator, proved=False), f"{ROOT}/account/authenticators/{path}"
    refused = api.request(method, path, body, token=stale)
    assert (refused.status_code, code_of(refused)) == (401, "reauthentication_required")
    names = [flow["id"] for flow in refused.json()["data"]["flows"]]
    assert {"reauthenticate", "mfa_reauthenticate"} <= set(names)
    api.post(f"{ROOT}/auth/reauthenticate", {"password": PASSWORD}, token=stale)
    assert api.request(method, path, body, token=stale).status_code == 200


def test_a_code_is_a_proof_of_the_last_minutes(api: Api, creator: User) -> None:
    secret, stale = add_app(api, fresh(api, creator)), api.token(creator)
    with travel(timezone.now() + LATER):
        api.post(f"{ROOT}/auth/2fa/reauthenticate", {"code": code_now(secret)}, token=stale)
        assert api.delete("/me", {}, token=stale).status_code == 200
    assert User.objects.get(pk=creator.pk).closed_at


@pytest.mark.usefixtures("committing")
def test_what_changed_is_told_and_recorded(api: Api, creator: User) -> None:
    token = fresh(api, creator)
    secret = add_app(api, token)
    add_passkey(api, token)
    api.delete(f"{ROOT}/account/authenticators/totp", token=token)
    assert {letter.to[0] for letter in mail.outbox} == {creator.email}
    assert [letter.body.splitlines()[0].split(".")[0] for letter in mail.outbox] == [
        "An app that shows codes was added",
        "A passkey was added",
        "The app that shows codes was removed",
    ]
    assert not [letter for letter in mail.outbox if secret in str(letter.message())]
    rows = AuditEvent.objects.filter(action="accounts.factor.changed").order_by("at")
    assert [row.facts["how"] for row in rows] == [
        *("totp_activated", "webauthn_added", "totp_deactivated")
    ]


def test_secrets_lie_sealed_and_can_be_sealed_anew(api: Api, creator: User) -> None:
    secret = add_app(api, fresh(api, creator))
    assert secret not in json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    old = keyring()
    new = Keyring(current=9, keys={**old.keys, 9: b"9" * 32})
    assert factors.reseal_secrets(new) == {old.current: 2}
    assert factors.reseal_secrets(new) == {}


def test_a_passkey_signs_in_alone(api: Api, creator: User) -> None:
    passkey = add_passkey(api, fresh(api, creator))
    answer = enter_by(api, passkey)
    assert answer.status_code == 200, answer.content
    token = answer.json()["meta"]["access_token"]
    assert api.get("/me", token=token).json()["handle"] == creator.handle


def test_a_passkey_is_a_second_factor(api: Api, creator: User) -> None:
    passkey = add_passkey(api, fresh(api, creator), alone=False)
    headers = _pending(api, creator)
    path = f"{ROOT}/auth/webauthn/authenticate"
    options = api.get(path, headers=headers).json()["data"]["request_options"]
    body = {"credential": passkey.used(options)}
    assert api.post(path, body, headers=headers).status_code == 200
    again = api.post(path, body, headers=_pending(api, creator))  # the challenge was another's
    assert (again.status_code, code_of(again)) == (400, "incorrect_code")


def test_a_passkey_is_a_proof_of_the_last_minutes(api: Api, creator: User) -> None:
    passkey, stale = add_passkey(api, fresh(api, creator)), api.token(creator)
    path = f"{ROOT}/auth/webauthn/reauthenticate"
    options = api.get(path, token=stale).json()["data"]["request_options"]
    assert api.post(path, {"credential": passkey.used(options)}, token=stale).status_code == 200
    assert api.delete("/me", {}, token=stale).status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "https://zoetrope.example"},
        {"origin": "https://localhost.evil.example"},
        {"rp": "evil.example"},
        {"verifies": False},
    ],
    ids=str,
)
def test_a_passkey_of_another_place_is_none(api: Api, creator: User, wrong: Any) -> None:
    token = fresh(api, creator)
    refused = offer_passkey(api, token, Passkey(**wrong))
    assert (refused.status_code, code_of(refused)) == (400, "incorrect_code")
    passkey = add_passkey(api, token)
    for name, value in wrong.items():
        setattr(passkey, name, value)
    answer = enter_by(api, passkey)
    assert (answer.status_code, code_of(answer)) == (400, "incorrect_code")


def test_another_key_does_not_open(api: Api, creator: User) -> None:
    passkey = add_passkey(api, fresh(api, creator))
    passkey.key = Passkey().key
    assert code_of(enter_by(api, passkey)) == "incorrect_code"


def test_a_passkey_of_somebody_else_does_not_open(api: Api, creator: User, stranger: User) -> None:
    mine, theirs = (add_passkey(api, fresh(api, who)) for who in (creator, stranger))
    mine.user_handle = theirs.user_handle
    assert code_of(enter_by(api, mine)) == "incorrect_code"


@pytest.mark.parametrize("handle", ["", "AAAA", "bm9ib2R5", "x" * 500])
def test_a_passkey_of_nobody_does_not_open(api: Api, creator: User, handle: str) -> None:
    passkey = add_passkey(api, fresh(api, creator))
    passkey.user_handle = handle
    answer = enter_by(api, passkey)
    assert answer.status_code == 400
    assert code_of(answer) in ("incorrect_code", "invalid")


@pytest.mark.parametrize("body", [{"credential": 7}, {"credential": {}}, {"credential": {"id": 1}}])
def test_what_is_no_credential_is_refused(api: Api, body: Any) -> None:
    asked = api.get(f"{ROOT}/auth/webauthn/login").json()
    headers = {"X-Session-Token": asked["meta"]["session_token"]}
    answer = api.post(f"{ROOT}/auth/webauthn/login", body, headers=headers)
    assert answer.status_code == 400, answer.content


def test_whoever_is_shut_out_stays_out(api: Api, creator: User) -> None:
    passkey = add_passkey(api, fresh(api, creator))
    User.objects.filter(pk=creator.pk).update(state="suspended")
    answer = enter_by(api, passkey)
    assert (answer.status_code, code_of(answer)) == (401, "account_suspended")


def test_passkeys_are_listed_named_and_removed(api: Api, creator: User, stranger: User) -> None:
    token = fresh(api, creator)
    passkey = add_passkey(api, token)
    path = f"{ROOT}/account/authenticators"
    (key, _) = api.get(path, token=token).json()["data"]
    other = fresh(api, stranger)
    name = {"id": key["id"], "name": "work phone"}
    assert api.put(f"{path}/webauthn", name, token=other).status_code == 400
    assert api.put(f"{path}/webauthn", name, token=token).json()["data"]["name"] == "work phone"
    gone = {"authenticators": [key["id"]]}
    assert api.delete(f"{path}/webauthn", gone, token=other).status_code == 400
    assert api.delete(f"{path}/webauthn", gone, token=token).status_code == 200
    assert code_of(enter_by(api, passkey)) == "incorrect_code"
