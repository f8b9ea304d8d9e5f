"""Portraits between the form and the likeness process: sealed files that no URL reads, no backup
takes and nobody is ever shown."""

import hashlib
from collections.abc import Iterable, Sequence
from uuid import UUID

from cameos.blocked.limits import PREFIX, SUFFIX
from lib import signed_media
from lib.crypto.keyring import keyring
from lib.crypto.sealed import seal, unseal
from lib.signed_media import delete, new_key, placing


def keep(likeness_id: UUID, pictures: Sequence[bytes]) -> list[str]:
    """Their keys. Where it raises nothing is left."""
    keys = [new_key(PREFIX, SUFFIX) for _ in pictures]
    try:
        for key, picture in zip(keys, pictures, strict=True):
            with placing(key) as path:
                path.touch(mode=0o600)
                path.write_bytes(seal(picture, place=_place(likeness_id, key), keyring=keyring()))
    except BaseException:
        erase(keys)
        raise
    return keys


def opened(likeness_id: UUID, key: str) -> bytes:
    """Raises CannotOpen, OSError."""
    with signed_media.opened(key) as file:
        return unseal(file.read(), place=_place(likeness_id, key), keyring=keyring())


def erase(keys: Iterable[str]) -> None:
    """Safe to do again."""
    for key in keys:
        delete(key)


def digest(picture: bytes) -> str:
    """SHA-256 of the file as it was sent: stands in the release beside the portrait."""
    return hashlib.sha256(picture).hexdigest()


def _place(likeness_id: UUID, key: str) -> str:
    return f"cameos.BlockedLikeness/{likeness_id}/{key}"
