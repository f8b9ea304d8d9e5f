"""Portraits between the form and the likeness process: sealed files that no URL reads, no backup
takes and nobody is ever shown."""

import hashlib
import time
from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings

from cameos.blocked.limits import PREFIX, SUFFIX
from lib.crypto.keyring import keyring
from lib.crypto.sealed import seal, unseal
from lib.signed_media import delete, new_key, placing, storage_path

LEFT_OVER_AFTER = timedelta(hours=1)  # longer than any form takes from its files to its row


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
    sealed = storage_path(key).read_bytes()
    return unseal(sealed, place=_place(likeness_id, key), keyring=keyring())


def erase(keys: Iterable[str]) -> None:
    """Safe to do again."""
    for key in keys:
        delete(key)


def digest(picture: bytes) -> str:
    """SHA-256 of the file as it was sent: stands in the release beside the portrait."""
    return hashlib.sha256(picture).hexdigest()


def erase_left_over(named: Collection[str]) -> int:
    """What a killed process wrote and no row names. Returns how many."""
    base = Path(settings.MEDIA_DIR).resolve()
    before = time.time() - LEFT_OVER_AFTER.total_seconds()
    old = [
        path
        for path in (base / PREFIX).rglob("*.*")
        if str(path.relative_to(base)) not in named and path.stat().st_mtime < before
    ]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _place(likeness_id: UUID, key: str) -> str:
    return f"cameos.BlockedLikeness/{likeness_id}/{key}"
