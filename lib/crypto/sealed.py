"""Sealing of single values: AES-256-GCM, with the place a value stands in as associated data."""

import os
import struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from lib.crypto.keyring import Keyring

FORMAT = 1
HEADER = struct.Struct(">BH12s")  # format, key id, nonce (96 bits: NIST SP 800-38D, 5.2.1.1)


class CannotOpen(Exception):
    """The ciphertext is damaged, stands in the wrong place, or its key is gone."""


def seal(plain: bytes | bytearray, *, place: str, keyring: Keyring) -> bytes:
    """Ciphertext of `plain` that only opens at `place` (for example `generation.Job.prompt`)."""
    nonce = os.urandom(12)
    key = AESGCM(keyring.keys[keyring.current])
    return HEADER.pack(FORMAT, keyring.current, nonce) + key.encrypt(nonce, plain, place.encode())


def key_of(sealed: bytes) -> int:
    """The id of the key that a value was sealed with. Raises CannotOpen."""
    if len(sealed) < HEADER.size:
        raise CannotOpen("too short")
    return int(HEADER.unpack_from(sealed)[1])


def unseal(sealed: bytes, *, place: str, keyring: Keyring) -> bytes:
    """The plain bytes. Raises CannotOpen."""
    if len(sealed) < HEADER.size:
        raise CannotOpen("too short")
    version, key_id, nonce = HEADER.unpack_from(sealed)
    if version != FORMAT or key_id not in keyring.keys:
        raise CannotOpen("unknown format or key")
    try:
        return AESGCM(keyring.keys[key_id]).decrypt(nonce, sealed[HEADER.size :], place.encode())
    except InvalidTag:
        raise CannotOpen("damaged, or of another place") from None
