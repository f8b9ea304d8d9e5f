"""Ed25519 over anchors. The key's seed stands outside the database (docs/keys.md)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings

from cameos.ledger.hashing import canonical
from lib.crypto import ed25519
from lib.crypto.ed25519 import ALGORITHM, public_keys

__all__ = ["CONTEXT", "PublicKeys", "SignatureFault", "fault_of", "own_keys", "public_keys", "sign"]

CONTEXT = b"zoetrope-consent-anchor-1\n"
RING = "consent keyring"

PublicKeys = Mapping[str, Ed25519PublicKey]


class SignatureFault(StrEnum):
    """What is wrong with a signature."""

    KEY_UNKNOWN = "key_unknown"
    FORGED = "signature_forged"


def sign(statement: dict[str, Any]) -> dict[str, str]:
    """By the newest key."""
    signed = ed25519.sign(
        CONTEXT + canonical(statement), provider=settings.CONSENT_KEYS_PROVIDER, name=RING
    )
    return {
        "algorithm": ALGORITHM,
        "key": signed.key_id,
        "public_key": signed.public_key.public_bytes_raw().hex(),
        "value": signed.value.hex(),
    }


def fault_of(statement: Any, signature: Any, *, trusted: PublicKeys) -> SignatureFault | None:
    """None where one of the trusted keys signed exactly this. A key that the signature itself
    brings along is believed by nobody."""
    named = signature.get("key") if isinstance(signature, dict) else None
    key = trusted.get(named) if isinstance(named, str) else None
    if key is None:
        return SignatureFault.KEY_UNKNOWN
    try:
        key.verify(bytes.fromhex(signature["value"]), CONTEXT + canonical(statement))
    except (InvalidSignature, KeyError, TypeError, ValueError):
        return SignatureFault.FORGED
    return None


def own_keys() -> dict[str, Ed25519PublicKey]:
    """The newest key and those before it, by id."""
    return ed25519.own_keys(provider=settings.CONSENT_KEYS_PROVIDER, name=RING)
