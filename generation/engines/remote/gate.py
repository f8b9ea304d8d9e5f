"""How many at once, and none for a while after a server failed again and again; in one process."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from generation.engines.base import EngineError
from generation.engines.remote.clock import Clock

FAULTS = 4  # one after another
REST_SECONDS = 30.0
# Those that say something about the server, and nothing about what it was asked.
OF_THE_SERVER = frozenset(
    {"processor_away", "processor_fault", "processor_denied", "answer_lost", "processor_too_slow"}
)


class Gate:
    def __init__(self, *, at_once: int, clock: Clock) -> None:
        self._places = threading.BoundedSemaphore(at_once)
        self._clock = clock
        self._lock = threading.Lock()
        self._faults = 0
        self._closed_until = float("-inf")

    @contextmanager
    def place(self) -> Iterator[None]:
        """One of the places. Raises EngineError `capacity`: the job comes again later."""
        self._admit()
        if not self._places.acquire(blocking=False):
            raise EngineError("capacity", permanent=False)
        try:
            yield
        except EngineError as error:
            self._tell(error.code in OF_THE_SERVER)
            raise
        else:
            self._tell(False)
        finally:
            self._places.release()

    def _admit(self) -> None:
        """After the rest one may try; the others wait for what becomes of it."""
        with self._lock:
            if self._faults < FAULTS:
                return
            if self._clock.now() < self._closed_until:
                raise EngineError("capacity", permanent=False)
            self._closed_until = self._clock.now() + REST_SECONDS

    def _tell(self, failed: bool) -> None:
        with self._lock:
            self._faults = self._faults + 1 if failed else 0
            if self._faults >= FAULTS:
                self._closed_until = self._clock.now() + REST_SECONDS
