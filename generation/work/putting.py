"""A film that is drawn has cost something: whether it can be put away is tried before, and putting
it away is tried again before it is given up."""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from lib.signed_media import StorageFault, delete, placing

# Each time after the store's own client has tried for as long as it does (docs/storage.md).
PAUSES_S = (2.0, 10.0, 30.0)
LOOK_EVERY_S = 1.0


class NotKept(Exception):
    """It was drawn, and the store did not take it: an attempt that counts, by our fault."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def refuse_unwritable(folder: str) -> None:
    """A few bytes are put into an attempt's folder and taken away again: to be asked what is there
    may be allowed where writing is not. Raises StorageFault, OSError."""
    key = f"{folder}/probe.bin"
    with placing(key) as path:
        path.write_bytes(b"can be written")
    delete(key)


def put(film: Path, key: str, *, go_on: Callable[[], None]) -> None:
    """`go_on` is asked about every second between two tries, and what it raises goes through.
    Raises NotKept, StorageFault where waiting is of no use, OSError."""
    with once_drawn():
        for pause in PAUSES_S:
            if _was_put(film, key):
                return
            _wait(pause, go_on)
        _put(film, key)


@contextmanager
def once_drawn() -> Iterator[None]:
    """A store that is away in here was asked too late to wait for it without end."""
    try:
        yield
    except StorageFault as error:
        if not error.passes:
            raise
        raise NotKept(error.code.value) from error


def _was_put(film: Path, key: str) -> bool:
    try:
        _put(film, key)
    except StorageFault as error:
        if not error.passes:
            raise
        return False
    return True


def _put(film: Path, key: str) -> None:
    with placing(key) as path:
        try:
            path.hardlink_to(film)  # nobody changes it any more
        except OSError:  # another file system
            shutil.copyfile(film, path)


def _wait(seconds: float, go_on: Callable[[], None]) -> None:
    until = time.monotonic() + seconds
    go_on()
    while (rest := until - time.monotonic()) > 0:
        time.sleep(min(rest, LOOK_EVERY_S))
        go_on()
