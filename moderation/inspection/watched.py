"""Calls that may hang, with a limit on the time they take together.

Workers run jobs in threads, where no alarm signal comes, and a call into a library cannot be
stopped from outside. So each call is made on a helper thread; one that does not come back is
given up with its thread, which is asked to end at its next line of Python.
"""

import ctypes
import threading
import time
from collections.abc import Callable
from queue import SimpleQueue
from typing import TypeVar

Result = TypeVar("Result")

# Waiting in short stretches lets the worker be cancelled or shut down meanwhile.
STRETCH_S = 0.5


class Hung(Exception):
    """The calls took longer together than they may; nothing more is asked of them."""


class _Abandoned(BaseException):
    """Raised inside a thread that nobody waits for any more."""


class Watched:
    """Makes calls one after another on one thread, for at most `seconds` of waiting in all."""

    def __init__(self, *, seconds: float) -> None:
        self._left = seconds
        self._work: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="watched", daemon=True)
        self._thread.start()

    def call(self, function: Callable[[], Result]) -> Result:
        """What `function` returns or raises; an exit that it raises comes as RuntimeError.

        Raises Hung. After that every further call raises Hung at once.
        """
        if self._left <= 0:
            raise Hung
        outcome: list[Result] = []
        faults: list[BaseException] = []
        done = threading.Event()

        def work() -> None:
            try:
                outcome.append(function())
            except BaseException as error:  # noqa: BLE001 - told to the caller, whatever it is
                faults.append(error)
            finally:
                done.set()

        self._work.put(work)
        self._wait(done)
        if not faults:
            return outcome[0]
        if isinstance(faults[0], Exception):
            raise faults[0]
        raise RuntimeError(type(faults[0]).__name__)

    def _wait(self, done: threading.Event) -> None:
        started = time.monotonic()
        until = started + self._left
        while not done.wait(max(0.0, min(STRETCH_S, until - time.monotonic()))):
            if time.monotonic() >= until:
                self._left = 0.0
                self._abandon()
                raise Hung
        self._left -= time.monotonic() - started

    def _abandon(self) -> None:
        """Only a wish: a thread inside a library ends when that returns, if ever."""
        self.close()
        thread = ctypes.c_ulong(self._thread.ident or 0)
        ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, ctypes.py_object(_Abandoned))

    def close(self) -> None:
        """The thread ends after the call it is in."""
        self._work.put(None)

    def _run(self) -> None:
        try:
            while work := self._work.get():
                work()
        except _Abandoned:
            return
