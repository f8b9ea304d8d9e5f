"""The closed list of what is offered under /_allauth/app/v1; any other route of it is a 404.

An upgrade of django-allauth so never opens a door that nobody looked at.
"""

from dataclasses import dataclass
from typing import Any

from rest_framework import serializers

from lib.api.fields import StrictCharField, StrictDateField
from lib.api.serializers import StrictSerializer

ROOT = "/_allauth/app/"
LONGEST_EMAIL = 254  # RFC 5321, 4.5.3.1.3 less the angle brackets
LONGEST_PASSWORD = 1024  # hashing time grows with it
LONGEST_CODE = 64
LONGEST_TOKEN = 4096


def _secret(longest: int) -> StrictCharField:
    return StrictCharField(max_length=longest, trim_whitespace=False, write_only=True)


class EmptyBody(StrictSerializer[Any]):
    """Nothing."""


class SignupBody(StrictSerializer[Any]):
    """Who somebody is."""

    email = StrictCharField(max_length=LONGEST_EMAIL)
    password = _secret(LONGEST_PASSWORD)
    birth_date = StrictDateField()
    handle = StrictCharField(max_length=100, trim_whitespace=False)


class LoginBody(StrictSerializer[Any]):
    """What only they know."""

    email = StrictCharField(max_length=LONGEST_EMAIL)
    password = _secret(LONGEST_PASSWORD)


class CodeBody(StrictSerializer[Any]):
    """The code from the mail."""

    key = StrictCharField(max_length=LONGEST_CODE)


class AddressBody(StrictSerializer[Any]):
    """Where a code for a new password shall go."""

    email = StrictCharField(max_length=LONGEST_EMAIL)


class ResetBody(StrictSerializer[Any]):
    """The code, and the new password."""

    key = StrictCharField(max_length=LONGEST_CODE)
    password = _secret(LONGEST_PASSWORD)


class ChangeBody(StrictSerializer[Any]):
    """The old password, and the new one."""

    current_password = _secret(LONGEST_PASSWORD)
    new_password = _secret(LONGEST_PASSWORD)


class PasswordBody(StrictSerializer[Any]):
    """The password once more."""

    password = _secret(LONGEST_PASSWORD)


class RefreshBody(StrictSerializer[Any]):
    """The refresh token."""

    refresh_token = _secret(LONGEST_TOKEN)


@dataclass(frozen=True, slots=True)
class Door:
    """One method of one route, and what its body must be."""

    method: str
    path: str
    body: type[serializers.BaseSerializer[Any]]


DOORS = (
    Door("GET", "v1/config", EmptyBody),
    Door("POST", "v1/auth/signup", SignupBody),
    Door("POST", "v1/auth/login", LoginBody),
    Door("GET", "v1/auth/session", EmptyBody),
    Door("DELETE", "v1/auth/session", EmptyBody),
    Door("POST", "v1/auth/reauthenticate", PasswordBody),
    Door("POST", "v1/auth/email/verify", CodeBody),
    Door("POST", "v1/auth/email/verify/resend", EmptyBody),
    Door("POST", "v1/auth/password/request", AddressBody),
    Door("POST", "v1/auth/password/reset", ResetBody),
    Door("POST", "v1/account/password/change", ChangeBody),
    Door("POST", "v1/tokens/refresh", RefreshBody),
)
BY_PATH: dict[str, dict[str, Door]] = {}
for _door in DOORS:
    BY_PATH.setdefault(_door.path, {})[_door.method] = _door
