"""What is no identity token of Apple's for us, now, here, once."""

import hmac
import json
import time
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from accounts.models import User
from tests.accounts.apple.phoning import is_new, joined, show
from tests.accounts.apple.server import Apple
from tests.accounts.second_factors import b64
from tests.client import Api, code_of


def _refused(answer: Any) -> bool:
    return answer.status_code == 401 and code_of(answer) == "authentication_failed"


NOW = int(time.time())

WRONG: dict[str, dict[str, Any]] = {
    "another issuer": {"iss": "https://appleid.apple.com.evil.example"},
    "another audience": {"aud": "org.evil.app"},
    "an app of ours that did not ask": {"aud": "org.example.other"},
    "expired": {"exp": NOW - 3600, "iat": NOW - 4200},
    "of the future": {"iat": NOW + 36_000, "exp": NOW + 40_000},
    "kept for long": {"iat": NOW - 36_000, "exp": NOW + 36_000},
    "no nonce": {"nonce": None},
    "another nonce": {"nonce": "0" * 64},
    "the nonce as it is": {"nonce": "a nonce of the app"},
    "no subject": {"sub": None},
    "no expiry": {"exp": None},
    "another key's id": {"kid": "KEY2"},
}


@pytest.mark.parametrize("wrong", WRONG)
def test_it_is_refused(api: Api, apple: Apple, wrong: str) -> None:
    answer = show(api, apple.token(**WRONG[wrong]))
    assert _refused(answer), answer.content
    assert not User.objects.exists()


def test_a_signature_of_another_key_is_refused(api: Api, apple: Apple) -> None:
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    assert _refused(show(api, apple.token(key=other)))


def test_the_token_does_not_choose_how_it_is_checked(api: Api, apple: Apple) -> None:
    form = (Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    public = apple.key.public_key().public_bytes(*form)
    head = b64(json.dumps({"alg": "HS256", "kid": apple.kid}).encode())
    signed = f"{head}.{apple.token().split('.')[1]}"
    mac = b64(hmac.digest(public, signed.encode(), "sha256"))
    assert _refused(show(api, f"{signed}.{mac}"))
    claims = jwt.decode(apple.token(), options={"verify_signature": False})
    unsigned = jwt.encode(claims, "", "none", headers={"kid": apple.kid})
    assert _refused(show(api, unsigned))


@pytest.mark.parametrize("text", ["x", "a.b.c", "é", "x" * 9000, "e30.e30.e30"])
def test_what_is_no_token_is_refused(api: Api, apple: Apple, text: str) -> None:
    assert show(api, text).status_code in (400, 401)


def test_a_token_is_shown_once(api: Api, apple: Apple) -> None:
    token = apple.token()
    assert is_new(show(api, token))
    assert _refused(show(api, token))
    joined(api, apple.token())
    again = apple.token()
    assert show(api, again).status_code == 200
    assert _refused(show(api, again))


def test_an_app_that_is_not_ours_is_refused(api: Api, apple: Apple) -> None:
    answer = show(api, apple.token(aud="org.evil.app"), client_id="org.evil.app")
    assert _refused(answer)


def test_without_apps_there_is_no_such_door(api: Api, apple: Apple, settings: Any) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = {}
    assert _refused(show(api, apple.token()))


def test_a_new_key_is_fetched_and_an_invented_one_is_not_asked_for_each_time(
    api: Api, apple: Apple
) -> None:
    assert is_new(show(api, apple.token()))
    apple.kid = "KEY2"
    assert is_new(show(api, apple.token()))
    assert apple.fetched == 2
    for number in range(5):
        assert _refused(show(api, apple.token(kid=f"invented {number}")))
    assert apple.fetched == 2


def test_while_apple_is_away_nobody_is_let_in_or_refused_for_good(api: Api, apple: Apple) -> None:
    apple.broken = 500
    token = apple.token()
    answer = show(api, token)
    assert (answer.status_code, code_of(answer)) == (503, "temporarily_unavailable")
    assert answer["Retry-After"]
    apple.broken = 0
    assert is_new(show(api, token))
