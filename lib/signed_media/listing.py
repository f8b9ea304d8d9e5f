"""What lies below settings.MEDIA_DIR, whoever knows of it."""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from lib.signed_media.base import Listed
from lib.signed_media.foreign import our_folders, our_objects
from lib.signed_media.keys import AREAS


def listed(prefix: str) -> Iterator[Listed]:
    """Files whose names are keys; what is half-written, or was put there by others, is none."""
    return our_objects(_files(prefix))


def _files(prefix: str) -> Iterator[Listed]:
    for path in sorted((_base() / prefix).rglob("*")):
        with suppress(FileNotFoundError):
            if path.is_file() and not path.name.startswith("."):
                yield _listed(path)


def folders(prefix: str) -> Iterator[str]:
    """By name."""
    found = sorted((_base() / prefix).glob("*"))
    return our_folders(str(path.relative_to(_base())) for path in found if path.is_dir())


def changed_at(prefix: str) -> datetime | None:
    """When something last came into it, or left it."""
    with suppress(FileNotFoundError):
        return _listed(_base() / prefix).changed_at
    return None


def delete_below(prefix: str) -> int:
    """Raises OSError for an erasure that is still owed."""
    count = sum(1 for _ in _files(prefix))
    try:
        shutil.rmtree(_base() / prefix)
    except FileNotFoundError:
        return 0
    return count


def sweep_unfinished(before: datetime) -> int:
    """Half-written objects of killed processes: their names begin with a dot, and no row knows."""
    removed = 0
    for area in AREAS:
        for path in (_base() / area).rglob(".*"):
            with suppress(FileNotFoundError):
                if path.is_file() and path.stat().st_mtime < before.timestamp():
                    path.unlink(missing_ok=True)
                    removed += 1
    return removed


def _listed(path: Path) -> Listed:
    changed_at = datetime.fromtimestamp(path.lstat().st_mtime, UTC)
    return Listed(str(path.relative_to(_base())), changed_at)


def _base() -> Path:
    return Path(settings.MEDIA_DIR).resolve()
