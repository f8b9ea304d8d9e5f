"""The closed list of what is offered under /_allauth/app/v1; any other route of it is a 404.

An upgrade of django-allauth so never opens a door that nobody looked at.
"""

from dataclasses import dataclass
from typing import Any

from rest_framework import serializers

from accounts.api.door_bodies import (
    AddressBody,
    ChangeBody,
    CodeBody,
    CredentialBody,
    DisconnectBody,
    EmptyBody,
    FactorCodeBody,
    LoginBody,
    NewPasskeyBody,
    PasskeyNameBody,
    PasskeysBody,
    PasswordBody,
    ProviderSignupBody,
    ProviderTokenBody,
    RefreshBody,
    ResetBody,
    SignupBody,
)

ROOT = "/_allauth/app/"


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
    Door("GET", "v1/account/email", EmptyBody),
    Door("POST", "v1/account/email", AddressBody),
    Door("POST", "v1/auth/provider/token", ProviderTokenBody),
    Door("POST", "v1/auth/provider/signup", ProviderSignupBody),
    Door("GET", "v1/account/providers", EmptyBody),
    Door("DELETE", "v1/account/providers", DisconnectBody),
    Door("POST", "v1/auth/2fa/authenticate", FactorCodeBody),
    Door("POST", "v1/auth/2fa/reauthenticate", FactorCodeBody),
    Door("GET", "v1/auth/webauthn/authenticate", EmptyBody),
    Door("POST", "v1/auth/webauthn/authenticate", CredentialBody),
    Door("GET", "v1/auth/webauthn/reauthenticate", EmptyBody),
    Door("POST", "v1/auth/webauthn/reauthenticate", CredentialBody),
    Door("GET", "v1/auth/webauthn/login", EmptyBody),
    Door("POST", "v1/auth/webauthn/login", CredentialBody),
    Door("GET", "v1/account/authenticators", EmptyBody),
    Door("GET", "v1/account/authenticators/totp", EmptyBody),
    Door("POST", "v1/account/authenticators/totp", FactorCodeBody),
    Door("DELETE", "v1/account/authenticators/totp", EmptyBody),
    Door("GET", "v1/account/authenticators/recovery-codes", EmptyBody),
    Door("POST", "v1/account/authenticators/recovery-codes", EmptyBody),
    Door("GET", "v1/account/authenticators/webauthn", EmptyBody),
    Door("POST", "v1/account/authenticators/webauthn", NewPasskeyBody),
    Door("PUT", "v1/account/authenticators/webauthn", PasskeyNameBody),
    Door("DELETE", "v1/account/authenticators/webauthn", PasskeysBody),
)
BY_PATH: dict[str, dict[str, Door]] = {}
for _door in DOORS:
    BY_PATH.setdefault(_door.path, {})[_door.method] = _door
