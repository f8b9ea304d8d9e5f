"""One film at a time is drawn in a process, while the one before it is still being written.

Whoever waits here holds no job yet: whose turn it is, is decided when the slot is free. A job that
was claimed and then waited would have lost its place to nobody, and made whoever came wait for it.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

# An interrupt of the worker reaches its thread only between two waits.
WAIT_SECONDS = 0.2
_taken = threading.Lock()


@contextmanager
def drawing_slot() -> Iterator[Callable[[], None]]:
    """Waits for the slot; gives what leaves it before the end, which may be called twice."""
    while not _taken.acquire(timeout=WAIT_SECONDS):
        pass
    held = [_taken]

    def leave() -> None:
        if held:
            held.pop().release()

    try:
        yield leave
    finally:
        leave()
