"""Bad input at the doors of /_allauth/app/v1: refused in our shape, never coerced."""

from typing import Any

import pytest

from accounts.api.doors import DOORS
from accounts.models import User
from tests.accounts.signing_up import ROOT, a_device, form, sign_up
from tests.client import Api, code_of

SIGNUP = f"{ROOT}/auth/signup"


@pytest.mark.parametrize("field", ["email", "password", "birth_date", "handle"])
@pytest.mark.parametrize("value", [None, 7, True, ["x"], {"a": 1}, 1.5])
def test_a_wrong_json_type_is_refused(api: Api, field: str, value: Any) -> None:
    answer = sign_up(api, **{field: value})
    expected = "null" if value is None else "wrong_type"
    assert (answer.status_code, code_of(answer)) == (400, expected)
    assert answer.json()["errors"][0]["attr"] == field
    assert not User.objects.exists()


@pytest.mark.parametrize("field", ["email", "password", "birth_date", "handle"])
def test_a_missing_field_is_named(api: Api, field: str) -> None:
    body = form()
    del body[field]
    answer = api.post(SIGNUP, body, headers={"X-Device-Id": a_device()})
    assert (answer.status_code, code_of(answer)) == (400, "required")
    assert answer.json()["errors"][0]["attr"] == field


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "a" * 250 + "@example.org"),
        ("password", "x" * 1025),
        ("handle", "x" * 101),
    ],
)
def test_too_long_is_said_so(api: Api, field: str, value: str) -> None:
    assert code_of(sign_up(api, **{field: value})) == "max_length"


@pytest.mark.parametrize("extra", ["is_staff", "id", "username", "password2", "state"])
def test_an_unknown_field_is_refused(api: Api, extra: str) -> None:
    answer = sign_up(api, **{extra: "1"})
    assert (answer.status_code, code_of(answer)) == (400, "unknown_field")
    assert not User.objects.exists()


@pytest.mark.parametrize("email", ["no address", "a@", "@example.org", "a b@example.org", ""])
def test_what_is_no_address_is_refused(api: Api, email: str) -> None:
    answer = sign_up(api, email=email)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"] == "email"


@pytest.mark.parametrize("password", ["1234", "password", "19940517842", "mara@example"])
def test_a_weak_password_is_refused(api: Api, password: str) -> None:
    answer = sign_up(api, password=password)
    assert (answer.status_code, code_of(answer)) == (400, "weak_password")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", "malformed"),
        (b"\xff\xfe", "malformed"),
        (b"[1]", "wrong_type"),
        (b'"text"', "wrong_type"),
        (b'{"email": NaN}', "malformed"),
        (b'{"email": "a", "email": "b"}', "duplicate_field"),
        (b'{"email": "\\ud800"}', "invalid_characters"),
        (b'{"email": "a\\u0000b@example.org"}', "required"),
    ],
)
def test_a_broken_body_is_refused_in_our_shape(api: Api, body: bytes, code: str) -> None:
    answer = api.post(SIGNUP, body=body, headers={"X-Device-Id": a_device()})
    assert answer.status_code == 400
    assert code in [one["code"] for one in answer.json()["errors"]]


def test_a_body_that_is_too_large_is_refused(api: Api) -> None:
    answer = api.post(SIGNUP, body=b'{"email": "' + b"a" * 300_000 + b'"}')
    assert (answer.status_code, code_of(answer)) == (413, "too_large")


def test_another_content_type_is_refused(api: Api) -> None:
    answer = api.post(SIGNUP, body=b"email=a", content_type="application/x-www-form-urlencoded")
    assert (answer.status_code, code_of(answer)) == (415, "unsupported_media_type")


@pytest.mark.parametrize(
    "path",
    [
        "account/phone",
        "auth/sessions",
        "auth/code/confirm",
        "auth/2fa/trust",
        "auth/webauthn/signup",
    ],
)
def test_doors_that_nobody_opened_are_shut(api: Api, creator: User, path: str) -> None:
    for method in ("get", "post", "delete"):
        answer = api.request(method, f"{ROOT}/{path}", as_=creator)
        assert (answer.status_code, code_of(answer)) == (404, "not_found"), (method, path)


def test_no_other_client_of_allauth_is_served(api: Api) -> None:
    assert api.get("/_allauth/browser/v1/config").status_code == 404


@pytest.mark.parametrize("door", DOORS, ids=lambda door: f"{door.method} {door.path}")
def test_every_door_refuses_what_it_does_not_know(api: Api, door: Any) -> None:
    if door.method == "GET":
        answer = api.post(f"/_allauth/app/{door.path}", {}) if door.path == "v1/config" else None
        assert answer is None or answer.status_code == 405
        return
    answer = api.request(door.method.lower(), f"/_allauth/app/{door.path}", {"surprise": 1})
    assert answer.status_code == 400
    assert "unknown_field" in [one["code"] for one in answer.json()["errors"]]


def test_too_many_sign_ups_from_one_address_are_told_when_to_come_back(api: Api) -> None:
    for _ in range(30):
        sign_up(api, birth_date="2001-02-30")  # refused before the count
    answers = [sign_up(api, handle="admin") for _ in range(31)]
    last = answers[-1]
    assert (last.status_code, code_of(last)) == (429, "throttled")
    assert int(last["Retry-After"]) > 0
