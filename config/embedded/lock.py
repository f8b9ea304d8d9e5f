"""Locks that the kernel lets go of when their holder dies."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.embedded.errors import EmbeddedError
from config.embedded.files import private_folder

POLL_SECONDS = 0.02


@contextmanager
def locked(path: Path, *, seconds: float, refusal: str) -> Iterator[int]:
    """Hold the lock and give its descriptor; raise EmbeddedError(refusal) after `seconds`.

    A child that inherits the descriptor goes on holding the lock after this block.
    """
    private_folder(path.parent)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _wait(descriptor, seconds=seconds, refusal=refusal)
        yield descriptor
    finally:
        os.close(descriptor)


def _wait(descriptor: int, *, seconds: float, refusal: str) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            return fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise EmbeddedError(refusal) from None
            time.sleep(POLL_SECONDS)
