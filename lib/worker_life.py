"""A worker process never outlives the master that started it."""

import ctypes
import os
import signal
from typing import Any

from dramatiq import Middleware
from dramatiq.middleware import SkipMessage

PR_SET_PDEATHSIG = 1  # linux/prctl.h


class EndWithMaster(Middleware):
    """Ask Linux to end a worker when its master dies, were it by SIGKILL.

    Else the orphan would go on beside the workers of the next master: safe, since leases fence
    it, but nobody would ever stop it.
    """

    def after_process_boot(self, broker: Any) -> None:
        """Runs in each worker process."""
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() == 1:  # it died before we asked
            os.kill(os.getpid(), signal.SIGKILL)


class StopTaking(Middleware):
    """A worker that was told to stop begins nothing more; what it still finds goes back.

    Dramatiq interrupts those who work, and only then are the threads told to end: one that waits
    for a message would take what another one has just given back, hear of no end, and be killed
    half way.
    """

    def __init__(self) -> None:
        self._stopping = False

    def after_worker_boot(self, broker: Any, worker: Any) -> None:
        self._stopping = False

    def before_worker_shutdown(self, broker: Any, worker: Any) -> None:
        """Must stand before ShutdownNotifications, which sends the interrupts."""
        self._stopping = True

    def before_process_message(self, broker: Any, message: Any) -> None:
        if self._stopping:
            broker.enqueue(message.copy())  # the one at hand is acknowledged when it is skipped
            raise SkipMessage
