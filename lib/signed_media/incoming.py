"""Files on their way in: hidden until they are whole, each target used once.

A mark stays where a target was used, so that a second sender is refused even after the file was
looked at and erased. Marks and halves go by `sweep_incoming`, long after every target expired.
"""

import os
from datetime import datetime
from pathlib import Path

from django.conf import settings

from lib.errors import DomainError, ErrorCode
from lib.signed_media.keys import INCOMING_AREA
from lib.signed_media.storage import delete, storage_path

SWEPT_AFTER = 3600  # seconds: six times as long as any target lives
PRIVATE = 0o600  # nobody else reads it, nothing runs it
# Who lost the line sends again while the first is not given up; more only fill the disk.
MOST_AT_ONCE = 3
AGAIN_AFTER = 30  # seconds: by then a sender who fell silent was given up


def new_draft(key: str) -> Path:
    """An empty hidden file beside the place of `key`; no key has a leading dot.

    Raises DomainError `throttled` while three senders are at it, whatever process they speak to.
    """
    path = storage_path(key)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for number in range(MOST_AT_ONCE):
        draft = path.with_name(f".{path.name}.{number}.part")
        if _made(draft):
            return draft
    raise DomainError(
        ErrorCode.THROTTLED,
        "This file is being sent already. Wait before you send it again.",
        retry_after=AGAIN_AFTER,
    )


def is_used(key: str) -> bool:
    """Whether a file came here already, wherever it is by now."""
    return _mark(key).exists()


def place(key: str, draft: Path) -> None:
    """The draft is whole: it appears under its key. Of two senders one wins; the other, and whoever
    comes after `burn`, gets DomainError `gone`."""
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    if not _set_mark(key):
        raise used()
    draft.rename(storage_path(key))


def burn(key: str) -> None:
    """The target takes nothing from here on, and what it took is erased. Safe to do again."""
    path = storage_path(key)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _set_mark(key)
    delete(key)


def sweep_incoming(keys_in_use: set[str], *, before: datetime) -> int:
    """Erase what nobody waits for any more. Returns how many files went."""
    base, gone = Path(settings.MEDIA_DIR).resolve(), 0
    for path in (base / INCOMING_AREA).rglob("*"):
        key = str(path.relative_to(base))
        if key not in keys_in_use and _is_old_file(path, before=before.timestamp()):
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def used() -> DomainError:
    """The refusal of a target that was used."""
    return DomainError(ErrorCode.GONE, "A file was sent to this address before. Ask for a new one.")


def _is_old_file(path: Path, *, before: float) -> bool:
    try:
        found = path.lstat()
    except FileNotFoundError:
        return False
    return not path.is_dir() and found.st_mtime < before


def _mark(key: str) -> Path:
    path = storage_path(key)
    return path.with_name(f".{path.name}.used")


def _set_mark(key: str) -> bool:
    return _made(_mark(key))


def _made(path: Path) -> bool:
    """Whether it was not there, and now is."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    try:
        os.close(os.open(path, flags, PRIVATE))
    except FileExistsError:
        return False
    return True
