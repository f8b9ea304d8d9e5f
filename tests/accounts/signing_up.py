"""Signing up, in and out over HTTP, as the app does."""

import re
from datetime import date
from itertools import count
from typing import Any

from django.core import mail

from tests.cast import PASSWORD
from tests.client import Api

ROOT = "/_allauth/app/v1"
CODE = re.compile(r"^([A-Z0-9-]{6,12})$", re.MULTILINE)
_devices = count(1)


def a_device() -> str:
    """An id that no test used yet."""
    return f"device-{next(_devices):08d}"


def born(years_ago: int) -> str:
    """A date of birth, in January so that the birthday was this year."""
    return date(date.today().year - years_ago, 1, 1).isoformat()  # noqa: DTZ011


def form(**changes: Any) -> dict[str, Any]:
    """What an adult sends."""
    return {
        "email": "mara@example.org",
        "password": PASSWORD,
        "birth_date": born(30),
        "handle": "mara",
        **changes,
    }


def sign_up(api: Api, *, device: str | None = None, flag: str | None = None, **changes: Any) -> Any:
    headers = {"X-Device-Id": device or a_device()}
    if flag:
        headers["X-Age-Gate"] = flag
    return api.post(f"{ROOT}/auth/signup", form(**changes), headers=headers)


def mailed_code(email: str) -> str:
    """The code in the newest mail to this address."""
    letters = [letter for letter in mail.outbox if letter.to == [email]]
    found = CODE.search(str(letters[-1].body))
    assert found, letters[-1].body
    return found.group(1)


def hand_in(api: Api, pending: Any, key: str) -> Any:
    headers = {"X-Session-Token": pending.json()["meta"]["session_token"]}
    return api.post(f"{ROOT}/auth/email/verify", {"key": key}, headers=headers)


def join(api: Api, **changes: Any) -> Any:
    """The answer that carries the tokens, after the code was handed in."""
    pending = sign_up(api, **changes)
    assert pending.status_code == 401, pending.content
    return hand_in(api, pending, mailed_code(form(**changes)["email"]))


def sign_in(api: Api, email: str, password: str = PASSWORD) -> Any:
    return api.post(f"{ROOT}/auth/login", {"email": email, "password": password})
