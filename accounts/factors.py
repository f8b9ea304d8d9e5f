"""Second factors and passkeys: how allauth keeps them here, and what the admin asks of staff."""

import base64
from collections import Counter
from urllib.parse import urlsplit

from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from accounts.models import User
from lib.crypto.keyring import Keyring, keyring
from lib.crypto.sealed import key_of, seal, unseal

PLACE = "mfa.Authenticator.data"
SECRETS = ("secret", "seed")  # of an app that shows codes, of recovery codes
LOOPBACK = {"127.0.0.1", "[::1]", "::1"}


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets lie sealed; passkeys are bound to the public origin, whatever host was asked."""

    def encrypt(self, text: str) -> str:
        return base64.b64encode(seal(text.encode(), place=PLACE, keyring=keyring())).decode()

    def decrypt(self, encrypted_text: str) -> str:
        sealed = base64.b64decode(encrypted_text)
        return unseal(sealed, place=PLACE, keyring=keyring()).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": relying_party(), "name": settings.MFA_TOTP_ISSUER}

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, object]:
        """Shown by the device alone, when it asks which account; kept in it, so no address."""
        return {
            **super().get_public_key_credential_user_entity(user),
            "name": user.handle,
            "display_name": user.handle,
        }


def relying_party() -> str:
    """The host of the public origin; on this machine `localhost`, as an address cannot be one
    (WebAuthn, 5.1.3: a valid domain)."""
    host = urlsplit(settings.PUBLIC_ORIGIN).hostname or ""
    return "localhost" if host in LOOPBACK else host


def proves_code(person: User, code: str) -> Authenticator | None:
    """The factor of `person` that this code is of: an app that shows codes, or a recovery code,
    which is used up. Each of either works once."""
    rows = Authenticator.objects.filter(user=person).exclude(type=Authenticator.Type.WEBAUTHN)
    return next((row for row in rows if row.wrap().validate_code(code)), None)


def has_factor(person: User) -> bool:
    """Whether there is anything beside a password that `person` could prove themself by."""
    factors = Authenticator.objects.filter(user=person)
    return bool(factors.exclude(type=Authenticator.Type.RECOVERY_CODES).exists())


def was_proved(request: HttpRequest, person: User) -> bool:
    """Whether the session of `request` began with more than a password."""
    records = get_authentication_records(request, person)
    return any(record["method"] == "mfa" for record in records)


def reseal_secrets(ring: Keyring) -> Counter[int]:
    """Write every secret under the current key; how many each old key still held."""
    found: Counter[int] = Counter()
    for row in Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN).iterator():
        for name in (name for name in SECRETS if name in row.data):
            sealed = base64.b64decode(row.data[name])
            if (key := key_of(sealed)) != ring.current:
                found[key] += 1
                fresh = seal(unseal(sealed, place=PLACE, keyring=ring), place=PLACE, keyring=ring)
                data = {**row.data, name: base64.b64encode(fresh).decode()}
                Authenticator.objects.filter(pk=row.pk, data=row.data).update(data=data)
    return found
