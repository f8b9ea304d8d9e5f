"""Ed25519 over anchors. The key's seed stands outside the database (docs/keys.md)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from cameos.ledger.hashing import canonical, digest
from lib.crypto.keyring import parse

ALGORITHM = "Ed25519"
CONTEXT = b"zoetrope-consent-anchor-1\n"
KEY_ID = 32  # hexadecimal digits of the public key's SHA-256

PublicKeys = Mapping[str, Ed25519PublicKey]


class SignatureFault(StrEnum):
    """What is wrong with a signature."""

    KEY_UNKNOWN = "key_unknown"
    FORGED = "signature_forged"


def sign(statement: dict[str, Any]) -> dict[str, str]:
    """By the newest key."""
    ring = parse(settings.CONSENT_KEYS_PROVIDER(), name="consent keyring")
    key = Ed25519PrivateKey.from_private_bytes(ring.keys[ring.current])
    public = key.public_key()
    return {
        "algorithm": ALGORITHM,
        "key": key_id(public),
        "public_key": public.public_bytes_raw().hex(),
        "value": key.sign(CONTEXT + canonical(statement)).hex(),
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
    ring = parse(settings.CONSENT_KEYS_PROVIDER(), name="consent keyring")
    seeds = map(Ed25519PrivateKey.from_private_bytes, ring.keys.values())
    return {key_id(seed.public_key()): seed.public_key() for seed in seeds}


def public_keys(texts: list[str]) -> dict[str, Ed25519PublicKey]:
    """Of 64 hexadecimal digits each. Raises ValueError."""
    keys = [Ed25519PublicKey.from_public_bytes(bytes.fromhex(text)) for text in texts]
    return {key_id(key): key for key in keys}


def key_id(key: Ed25519PublicKey) -> str:
    """It follows from the key, so no two keys share one."""
    return digest(key.public_bytes_raw())[:KEY_ID]
