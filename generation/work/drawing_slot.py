"""One film at a time is drawn in a process, while the one before it is still being written.

Whoever waits here holds no job yet: whose turn it is, is decided when the slot is free. A job that
was claimed and then waited would have lost its place to nobody, and made whoever came wait for it.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from lib.one_holder import OneHolder

# Waiting takes of the time that a message may take in all: so long, and it goes back instead.
PATIENCE_S = 600
_slot = OneHolder()


class StillTaken(Exception):
    """The film before takes very long."""


@contextmanager
def drawing_slot() -> Iterator[Callable[[], None]]:
    """Waits for the slot; gives what leaves it before the end, which may be called twice. Raises
    StillTaken."""
    deadline = time.monotonic() + PATIENCE_S

    def go_on() -> None:
        if time.monotonic() > deadline:
            raise StillTaken

    with _slot.held(go_on) as leave:
        yield leave
