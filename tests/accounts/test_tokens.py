"""Who is let in, over REST and for the socket: the table of tokens."""

import base64
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from allauth.headless.tokens.strategies.jwt import internal
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from time_machine import travel

from accounts.authentication import user_of_token
from accounts.models import Standing, StandingReason, User
from accounts.services.deletion import delete_account
from accounts.services.sessions import end_sessions
from lib.actors import Actor
from lib.errors import DomainError
from tests.accounts.signing_up import ROOT, sign_in
from tests.client import Api, code_of
from tests.standings import change_standing


def _payload(token: str) -> dict[str, Any]:
    decoded: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return decoded


def _signed(payload: dict[str, Any], key: Any = None, algorithm: str = "HS256") -> str:
    return jwt.encode(payload, key or settings.HEADLESS_JWT_PRIVATE_KEY, algorithm=algorithm)


def _unsigned(payload: dict[str, Any]) -> str:
    return jwt.encode(payload, "", algorithm="none")


def _public_key_as_secret(payload: dict[str, Any]) -> str:
    """RS/HS confusion: a header that promises RS256 over a token made with a shared secret."""
    token = _signed(payload)
    header = base64.urlsafe_b64encode(json.dumps({"alg": "RS256", "typ": "JWT"}).encode())
    return ".".join([header.rstrip(b"=").decode(), *token.split(".")[1:]])


def _by_a_private_key(payload: dict[str, Any]) -> str:
    return _signed(payload, rsa.generate_private_key(65537, 2048), "RS256")


def _other_session(payload: dict[str, Any]) -> str:
    return _signed(payload | {"sid": internal.session_key_to_sid("x" * 32)})


WRONG: dict[str, Callable[[dict[str, Any]], str]] = {
    "empty": lambda payload: "x",
    "three dots": lambda payload: "...",
    "cut": lambda payload: _signed(payload)[:-2],
    "changed": lambda payload: _signed(payload).replace("e", "f", 1),
    "foreign key": lambda payload: _signed(payload, "k" * 64),
    "SECRET_KEY": lambda payload: _signed(payload, settings.SECRET_KEY),
    "no algorithm": _unsigned,
    "RS header": _public_key_as_secret,
    "RS256": _by_a_private_key,
    "HS512": lambda payload: _signed(payload, algorithm="HS512"),
    "refresh use": lambda payload: _signed(payload | {"token_use": "refresh"}),
    "no subject": lambda payload: _signed({k: v for k, v in payload.items() if k != "sub"}),
    "other subject": lambda payload: _signed(payload | {"sub": "usr_" + "0" * 26}),
    "database id": lambda payload: _signed(
        payload | {"sub": "00000000-0000-0000-0000-000000000000"}
    ),
    "other session": _other_session,
    "broken session": lambda payload: _signed(payload | {"sid": "!!!"}),
    "very long": lambda payload: "a" * 5000,
    "not ascii": lambda payload: "é" * 40,
}


@pytest.mark.parametrize("name", WRONG)
def test_a_token_that_is_not_ours_is_nobodys(api: Api, creator: User, name: str) -> None:
    token = WRONG[name](_payload(api.token(creator)))

    answer = api.get("/me", token=token)

    assert (answer.status_code, code_of(answer)) == (401, "authentication_failed")
    assert answer["WWW-Authenticate"].startswith("Bearer")
    with pytest.raises(DomainError) as refused:
        user_of_token(token)
    assert refused.value.http_status == 401


def test_a_good_token_is_its_owners(api: Api, creator: User) -> None:
    assert api.get("/me", as_=creator).json()["id"] == creator.public_id
    assert user_of_token(api.token(creator)) == creator


def test_a_token_names_its_owner_by_typed_id_and_nothing_else_of_them(
    api: Api, creator: User
) -> None:
    payload = _payload(api.token(creator))
    assert payload["sub"] == creator.public_id
    assert set(payload) == {"iat", "exp", "sid", "jti", "token_use", "sub"}
    assert str(creator.pk) not in json.dumps(payload)


def test_an_expired_token_says_so(api: Api, creator: User) -> None:
    token = api.token(creator)
    with travel(datetime.now(UTC) + timedelta(seconds=301)):
        answer = api.get("/me", token=token)
    assert (answer.status_code, code_of(answer)) == (401, "token_expired")


def test_a_forged_expired_token_does_not(api: Api, creator: User) -> None:
    payload = _payload(api.token(creator)) | {"exp": int(time.time()) - 5}
    assert code_of(api.get("/me", token=_signed(payload, "k" * 64))) == "authentication_failed"


@pytest.mark.parametrize("header", ["Bearer", "Bearer a b", "Basic YTpi", "Token x", "bearer  "])
def test_another_header_is_refused(api: Api, header: str) -> None:
    answer = api.get("/me", headers={"Authorization": header})
    assert answer.status_code == 401


def test_without_a_token_one_is_a_guest(api: Api) -> None:
    answer = api.get("/me")
    assert (answer.status_code, code_of(answer)) == (401, "not_authenticated")


@pytest.mark.parametrize("standing", [Standing.SUSPENDED, Standing.BANNED])
def test_whoever_is_shut_out_is_refused_with_the_next_request(
    api: Api, creator: User, moderator: User, standing: Standing
) -> None:
    token = api.token(creator)
    change_standing(person=creator, to=standing, actor=moderator, reason=StandingReason.SPAM)
    answer = api.get("/me", token=token)
    assert (answer.status_code, code_of(answer)) == (401, "account_suspended")


def test_limited_people_stay_signed_in(api: Api, creator: User, moderator: User) -> None:
    token = api.token(creator)
    change_standing(
        person=creator, to=Standing.LIMITED, actor=moderator, reason=StandingReason.SPAM
    )
    assert api.get("/me", token=token).json()["standing"] == "limited"


def test_reinstating_does_not_revive_old_tokens(api: Api, creator: User, moderator: User) -> None:
    token = api.token(creator)
    for to in (Standing.SUSPENDED, Standing.GOOD):
        change_standing(person=creator, to=to, actor=moderator, reason=StandingReason.MISTAKE)
    assert code_of(api.get("/me", token=token)) == "authentication_failed"


def test_after_signing_out_the_token_is_worth_nothing(api: Api, creator: User) -> None:
    token = api.token(creator)
    assert api.delete(f"{ROOT}/auth/session", token=token).status_code == 401
    assert code_of(api.get("/me", token=token)) == "authentication_failed"


def test_deleted_people_are_nobody(api: Api, creator: User) -> None:
    token = api.token(creator)
    delete_account(person=creator, actor=Actor.person(creator.pk))
    answer = api.get("/me", token=token)
    assert (answer.status_code, code_of(answer)) == (401, "authentication_failed")


def test_ended_sessions_end_tokens_that_no_list_shows(api: Api, creator: User) -> None:
    token = api.token(creator)  # made without a row in the list of sessions
    end_sessions(person=creator, actor=Actor.system("test"))
    assert code_of(api.get("/me", token=token)) == "authentication_failed"


def test_a_suspended_person_cannot_sign_in_and_is_told_why(
    api: Api, creator: User, moderator: User
) -> None:
    change_standing(
        person=creator, to=Standing.SUSPENDED, actor=moderator, reason=StandingReason.SPAM
    )
    answer = sign_in(api, creator.email or "")
    assert (answer.status_code, code_of(answer)) == (401, "account_suspended")
    wrong = sign_in(api, creator.email or "", "not the password")
    assert code_of(wrong) == "authentication_failed"
