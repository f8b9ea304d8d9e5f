"""Ed25519 signatures by keyrings whose seeds stand outside the database (docs/keys.md)."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from lib.crypto.keyring import parse

ALGORITHM = "Ed25519"
KEY_ID = 32  # hexadecimal digits of the public key's SHA-256


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature of 64 bytes, and whose it is."""

    public_key: Ed25519PublicKey
    value: bytes

    @property
    def key_id(self) -> str:
        """The signer's."""
        return key_id(self.public_key)


def sign(message: bytes, *, provider: Callable[[], str], name: str) -> Signed:
    """By the newest key of the ring that the provider gives; `name` is how an error calls it."""
    ring = parse(provider(), name=name)
    key = Ed25519PrivateKey.from_private_bytes(ring.keys[ring.current])
    return Signed(public_key=key.public_key(), value=key.sign(message))


def own_keys(*, provider: Callable[[], str], name: str) -> dict[str, Ed25519PublicKey]:
    """The newest key and those before it, by id, newest first."""
    ring = parse(provider(), name=name)
    seeds = map(Ed25519PrivateKey.from_private_bytes, ring.keys.values())
    return {key_id(seed.public_key()): seed.public_key() for seed in seeds}


def public_keys(texts: list[str]) -> dict[str, Ed25519PublicKey]:
    """Of 64 hexadecimal digits each. Raises ValueError."""
    keys = [Ed25519PublicKey.from_public_bytes(bytes.fromhex(text)) for text in texts]
    return {key_id(key): key for key in keys}


def key_id(key: Ed25519PublicKey) -> str:
    """It follows from the key, so no two keys share one."""
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()[:KEY_ID]
