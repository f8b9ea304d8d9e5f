"""Folders of this machine for as long as a block lasts: models and decoders read files.

A process that is killed leaves its folder; the lock that it held is gone with it, so whoever comes
next on this machine tells the folder from those in use and removes it.
"""

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings

# Between a folder's making and its locking; nobody takes as long.
UNLOCKED_FOR = 60  # seconds


@contextmanager
def scratch() -> Iterator[Path]:
    """An empty folder that nobody else reads."""
    base = Path(settings.SCRATCH_DIR)
    base.mkdir(mode=0o700, parents=True, exist_ok=True)
    _remove_abandoned(base)
    folder = Path(tempfile.mkdtemp(dir=base))
    descriptor = _locked(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(descriptor)


def _remove_abandoned(base: Path) -> None:
    before = time.time() - UNLOCKED_FOR
    for folder in base.iterdir():
        with suppress(OSError):  # in use, or gone meanwhile
            if folder.stat().st_mtime < before:
                os.close(_locked(folder))
                shutil.rmtree(folder)


def _locked(folder: Path) -> int:
    """Raises BlockingIOError while somebody else holds it."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor
