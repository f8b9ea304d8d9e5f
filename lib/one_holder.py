"""A place that one thread of a process has at a time, and that no interrupt can leave taken.

A `threading.Lock` can: where an exception is thrown into a thread that waits (dramatiq does so at
time limits and at the end), CPython delivers it after the lock was taken and before anybody could
write that down.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

ASK_EVERY_S = 0.05
_HOLDER = "holder"


class OneHolder:
    def __init__(self) -> None:
        self._held: dict[str, object] = {}

    @contextmanager
    def held(self, go_on: Callable[[], None]) -> Iterator[Callable[[], None]]:
        """Waits; `go_on` is asked every 50 ms meanwhile, and what it raises goes through. Gives
        what leaves the place before the end, which may be called twice."""
        mine = object()

        def leave() -> None:
            if self._held.get(_HOLDER) is mine:
                del self._held[_HOLDER]

        try:
            while self._held.setdefault(_HOLDER, mine) is not mine:  # one step, under the GIL
                go_on()
                time.sleep(ASK_EVERY_S)
            yield leave
        finally:
            leave()
