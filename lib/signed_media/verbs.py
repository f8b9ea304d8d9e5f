"""The verbs of every room: keys are checked here, and one store does the work."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

from django.utils import timezone

from lib.signed_media.base import Listed
from lib.signed_media.choosing import store
from lib.signed_media.incoming import SWEPT_AFTER
from lib.signed_media.keys import checked, checked_prefix, sibling
from lib.signed_media.signing import MAX_SECONDS, check_terms
from lib.signed_media.targets import Target, check_target


def exists(key: str) -> bool:
    """True if there is an object of this key."""
    return store().exists(checked(key))


def placing(key: str) -> AbstractContextManager[Path]:
    """A path to write to; the object appears whole at the block's end.

    If the block raises, nothing appears. An object already there is replaced.
    """
    return store().placing(checked(key))


def reading(key: str, *, sha256: str | None = None) -> AbstractContextManager[Path]:
    """The object as a file of this machine, to be read within the block and left as it is.

    With `sha256` (hexadecimal) it is just those bytes, or StorageDamaged is raised. Raises
    FileNotFoundError.
    """
    return store().reading(checked(key), sha256)


def opened(key: str) -> IO[bytes]:
    """The object's bytes, to be sought in. Raises FileNotFoundError."""
    return store().opened(checked(key))


def copy(source: str, target: str) -> None:
    """The same bytes under a second key. Raises FileNotFoundError."""
    store().copy(checked(source), checked(target))


def move(old_key: str, new_key: str | None = None) -> str:
    """Move an object to `new_key` (default: a fresh one in its area); returns the new key.

    URLs of the old key are dead from here on. Once done, the same call again changes nothing, so
    a caller that stored `new_key` first may be killed at any instant. Raises NotFound.
    """
    target = checked(new_key) if new_key else sibling(old_key)
    store().move(checked(old_key), target)
    return target


def delete(key: str) -> None:
    """Nothing is under that key any more, whether there was anything or not: a store is asked once,
    and not whether there is. Done twice is done once."""
    store().delete(checked(key))


def delete_below(prefix: str) -> int:
    """Delete all objects of a folder, whoever knows of them. Returns how many there were."""
    return store().delete_below(checked_prefix(prefix))


def listed(prefix: str) -> Iterator[Listed]:
    """Every object below a folder, at any depth, by key; what others put there is none of them."""
    return store().listed(checked_prefix(prefix))


def folders(prefix: str) -> Iterator[str]:
    """The folders right below a folder, in order, without a slash at their ends; what lies in them
    is not looked at."""
    return store().folders(checked_prefix(prefix))


def changed_at(prefix: str) -> datetime | None:
    """When something last came into a folder; None where nothing is in it. In an object store it
    takes a request for each thousand objects."""
    return store().changed_at(checked_prefix(prefix))


def sweep_unfinished(*, older_than: timedelta) -> int:
    """Erase what killed processes were still writing. Returns how many things went."""
    return store().sweep_unfinished(timezone.now() - older_than)


def signed_url(storage_key: str, *, seconds: int = MAX_SECONDS, filename: str | None = None) -> str:
    """An address that opens one object for `seconds` (1 to 300); made without asking anybody.

    Relative to the public origin for local files, else whole: `urljoin` makes one of both. With
    `filename` the answer is offered as a download of that name. Raises KeyRefused for keys outside
    `out/`, ValueError for other times and names.
    """
    check_terms(storage_key, seconds=seconds, filename=filename)
    return store().url(storage_key, seconds=seconds, filename=filename)


def upload_target(key: str, *, seconds: int, max_bytes: int, content_type: str) -> Target:
    """Where one file may be sent, once; made without asking anybody. Raises KeyRefused for a key
    outside `incoming/`."""
    check_target(key, seconds=seconds, max_bytes=max_bytes)
    return store().target(key, seconds=seconds, max_bytes=max_bytes, content_type=content_type)


def burn(key: str) -> None:
    """The target takes nothing from here on, and what it took is erased. Safe to do again."""
    store().burn(checked(key))


def sweep_incoming(keys_in_use: set[str], *, older_than: int = SWEPT_AFTER) -> int:
    """Erase what nobody waits for any more. Returns how many files went."""
    before: datetime = timezone.now() - timedelta(seconds=older_than)
    return store().sweep_incoming(keys_in_use, before)
