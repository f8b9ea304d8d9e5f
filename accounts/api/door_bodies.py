"""What the bodies of the doors must be."""

import struct
from typing import Any

from django.utils.translation import gettext_lazy as _
from fido2.webauthn import AuthenticationResponse, RegistrationResponse
from rest_framework import serializers

from lib.api.fields import (
    WRONG_TYPE,
    StrictCharField,
    StrictChoiceField,
    StrictDateField,
    StrictIntegerField,
)
from lib.api.serializers import StrictSerializer

LONGEST_EMAIL = 254  # RFC 5321, 4.5.3.1.3 less the angle brackets
LONGEST_PASSWORD = 1024  # hashing time grows with it
LONGEST_CODE = 64
LONGEST_TOKEN = 4096
LONGEST_IDENTITY = 8192


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
    invite_code = StrictCharField(max_length=LONGEST_CODE, required=False)


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


class AppleTokenBody(StrictSerializer[Any]):
    """What Sign in with Apple gave the app. `nonce` is what the app hashed for Apple."""

    client_id = StrictCharField(max_length=191)
    id_token = _secret(LONGEST_IDENTITY)
    nonce = _secret(LONGEST_CODE)
    authorization_code = StrictCharField(
        max_length=LONGEST_TOKEN, required=False, trim_whitespace=False, write_only=True
    )


class ProviderTokenBody(StrictSerializer[Any]):
    """Whose token, and what for."""

    provider = StrictChoiceField(choices=["apple"])
    process = StrictChoiceField(choices=["login", "connect"])
    token = AppleTokenBody()


class ProviderSignupBody(StrictSerializer[Any]):
    """What signing up asks for besides; `email` where Apple vouches for none."""

    email = StrictCharField(max_length=LONGEST_EMAIL, required=False)
    birth_date = StrictDateField()
    handle = StrictCharField(max_length=100, trim_whitespace=False)
    invite_code = StrictCharField(max_length=LONGEST_CODE, required=False)


class DisconnectBody(StrictSerializer[Any]):
    """Which identity."""

    provider = StrictChoiceField(choices=["apple"])
    account = StrictCharField(max_length=191)


class FactorCodeBody(StrictSerializer[Any]):
    """What an app shows, or a recovery code."""

    code = _secret(LONGEST_CODE)


class CredentialField(serializers.Field[Any, Any, Any, Any]):
    """What the device's WebAuthn call gave, as JSON (WebAuthn level 3, `toJSON()`).

    Read here once, as allauth lets what fido2 raises for a broken one become a 500.
    """

    default_error_messages = {**WRONG_TYPE, "incorrect_code": _("This is no such credential.")}

    def __init__(self, kind: type[RegistrationResponse | AuthenticationResponse]) -> None:
        self.kind = kind
        super().__init__()

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, dict):
            self.fail("wrong_type")
        try:
            self.kind.from_dict(data)
        except (AttributeError, LookupError, TypeError, ValueError, struct.error):
            self.fail("incorrect_code")
        return data


class CredentialBody(StrictSerializer[Any]):
    """A passkey's answer."""

    credential = CredentialField(AuthenticationResponse)


class NewPasskeyBody(StrictSerializer[Any]):
    """A new passkey, and how one calls it."""

    credential = CredentialField(RegistrationResponse)
    name = StrictCharField(max_length=100, required=False, allow_blank=True)


class PasskeyNameBody(StrictSerializer[Any]):
    """Which passkey, and how one calls it from now on."""

    id = StrictIntegerField()
    name = StrictCharField(max_length=100)


class PasskeysBody(StrictSerializer[Any]):
    """Which passkeys go."""

    authenticators = serializers.ListField(
        child=StrictIntegerField(), allow_empty=False, max_length=100
    )
