"""The provider's signed answers: its own, fresh, about one visit, once."""

import json
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.utils import timezone
from jwt.algorithms import ECAlgorithm

from accounts.models import AgeInput, AgeVerification, User
from accounts.services import age_verifying
from tests.client import Api, code_of

ISSUER, AUDIENCE = "https://ages.example", "https://zoetrope.example"
KEY, STRANGERS = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())


@pytest.fixture(autouse=True)
def provider(settings: Any, tmp_path: Path) -> Iterator[None]:
    public = json.loads(ECAlgorithm.to_jwk(KEY.public_key()))
    file = tmp_path / "keys.json"
    file.write_text(json.dumps({"keys": [{**public, "kid": "1", "alg": "ES256"}]}))
    settings.AGE_VERIFIER_KEYS = str(file)
    settings.AGE_VERIFIER_ISSUER, settings.AGE_VERIFIER_AUDIENCE = ISSUER, AUDIENCE
    settings.AGE_VERIFIER_URL = "https://ages.example/start?n={nonce}"
    age_verifying._keys.cache_clear()
    yield
    age_verifying._keys.cache_clear()


def _visit(api: Api, person: User, key: str = "visit") -> str:
    begun = api.post("/me/age/verification", {}, as_=person, key=key)
    assert begun.status_code == 201, begun.content
    return str(begun.json()["url"]).split("n=")[1]


def _answer(nonce: str, *, key: Any = KEY, kid: str = "1", alg: str = "ES256", **said: Any) -> str:
    now = int(time.time())
    claims = {
        "iss": ISSUER, "aud": AUDIENCE, "iat": now, "exp": now + 300, "nonce": nonce,
        "band": "18_plus", "method": "id_document", **said,
    }  # fmt: skip
    return jwt.encode(claims, key, algorithm=alg, headers={"kid": kid})


def _send(api: Api, person: User, answer: str) -> Any:
    return api.put("/me/age/verification", {"answer": answer}, as_=person)


def test_a_verified_adult_is_one(api: Api, teen: User) -> None:
    assert "verify" in api.get("/me/age", as_=teen).json()["can"]
    said = _send(api, teen, _answer(_visit(api, teen))).json()
    assert (said["band"], said["rests_on"]) == ("18_plus", "verified")
    assert AgeInput.objects.get(person=teen).facts == {"method": "id_document"}


def test_a_verified_teen_grows_up_on_the_day_that_was_verified(api: Api, creator: User) -> None:
    answer = _answer(_visit(api, creator), band="13_17", adult_from="2099-01-01")
    said = _send(api, creator, answer).json()
    assert (said["band"], said["adult_from"]) == ("13_17", "2099-01-01")


def test_the_same_answer_counts_once(api: Api, teen: User) -> None:
    answer = _answer(_visit(api, teen))
    assert _send(api, teen, answer).status_code == 200
    again = _send(api, teen, answer)
    assert (again.status_code, code_of(again)) == (409, "verification_used")


def test_an_answer_about_somebody_else_is_refused(api: Api, teen: User, creator: User) -> None:
    answer = _send(api, teen, _answer(_visit(api, creator)))
    assert (answer.status_code, code_of(answer)) == (403, "signature_invalid")


@pytest.mark.parametrize(
    "spoiled",
    [
        {"key": STRANGERS},
        {"kid": "2"},
        {"iss": "https://else.example"},
        {"aud": "https://else.example"},
        {"exp": 1},
        {"band": "unknown"},
        {"band": None},
        {"adult_from": "soon", "band": "13_17"},
        {"key": "0123456789abcdef0123456789abcdef", "alg": "HS256"},
        {"key": None, "alg": "none"},
    ],
)
def test_whatever_is_not_its_fresh_answer_is_refused(
    api: Api, teen: User, spoiled: dict[str, Any]
) -> None:
    answer = _send(api, teen, _answer(_visit(api, teen), **spoiled))
    assert (answer.status_code, code_of(answer)) == (403, "signature_invalid")
    assert api.get("/me", as_=teen).json()["age_band"] == "13_17"


def test_a_visit_ends_after_an_hour(api: Api, teen: User) -> None:
    nonce = _visit(api, teen)
    old = timezone.now() - timedelta(minutes=61)
    AgeVerification.objects.filter(nonce=nonce).update(begun_at=old)
    assert code_of(_send(api, teen, _answer(nonce))) == "signature_invalid"


def test_without_a_provider_nobody_is_sent_there(api: Api, teen: User, settings: Any) -> None:
    answer = _answer(_visit(api, teen))
    settings.AGE_VERIFIER_KEYS = ""
    assert (
        code_of(api.post("/me/age/verification", {}, as_=teen, key="x")) == "temporarily_disabled"
    )
    assert code_of(_send(api, teen, answer)) == "signature_invalid"
