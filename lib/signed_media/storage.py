"""Files below settings.MEDIA_DIR by key: what the store `files` does with them."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from lib.errors import NotFound
from lib.signed_media.keys import KeyRefused, checked


def storage_path(key: str) -> Path:
    """Where the object of this key lies. Raises KeyRefused, also where a link leads elsewhere."""
    base = Path(settings.MEDIA_DIR).resolve()
    path = base / checked(key)
    if path.resolve() != path:
        raise KeyRefused("a link stands in the way")
    return path


def exists(key: str) -> bool:
    """True if there is an object of this key."""
    return storage_path(key).is_file()


@contextmanager
def placing(key: str) -> Iterator[Path]:
    """On the same file system: what is written there is renamed into its place."""
    path = storage_path(key)
    path.parent.mkdir(parents=True, exist_ok=True)
    # A leading dot: no key has one, so no URL can lead to a half-written file.
    draft = path.with_name(f".{secrets.token_hex(8)}{path.suffix}")
    try:
        yield draft
        with draft.open("rb") as file:
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    _sync(path.parent)


def move(old_key: str, new_key: str) -> None:
    """Raises NotFound, KeyRefused where something lies there already."""
    source, destination = storage_path(old_key), storage_path(new_key)
    if not source.is_file():
        if destination.is_file():
            return
        raise NotFound
    if destination.exists():
        raise KeyRefused("the new key is taken")
    destination.parent.mkdir(parents=True, exist_ok=True)
    source.rename(destination)
    _sync(source.parent)
    _sync(destination.parent)


def delete(key: str) -> None:
    """Nothing is under that key any more; done twice is done once."""
    path = storage_path(key)
    try:
        path.unlink()
    except FileNotFoundError:
        return
    _sync(path.parent)


def _sync(folder: Path) -> None:
    """Names survive a power cut only when their folder was written out."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
