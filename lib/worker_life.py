"""A worker process never outlives the master that started it."""

import ctypes
import os
import signal
from typing import Any

import structlog
from dramatiq import Middleware
from dramatiq.middleware import SkipMessage

log = structlog.get_logger(__name__)

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def end_with_parent() -> None:
    """Ask Linux to end this process when the one that started it dies, were it by SIGKILL.

    Else the orphan would go on beside the workers of the next master: safe, since leases fence
    it, but nobody would ever stop it, and one that serves would go on to answer.
    """
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() == 1:  # it died before we asked
        os.kill(os.getpid(), signal.SIGKILL)


class EndWithMaster(Middleware):
    """Workers of dramatiq end with their master."""

    def after_process_boot(self, broker: Any) -> None:
        """Runs in each worker process."""
        end_with_parent()


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
            self._put_back(broker, message)
            raise SkipMessage

    def _put_back(self, broker: Any, message: Any) -> None:
        """The one at hand is acknowledged when it is skipped. Where the broker is away just now,
        it is lost, as any message may be: whoever is owed it sends another by the clock."""
        try:
            broker.enqueue(message.copy())
        except Exception as error:  # noqa: BLE001 - begun it must not be, whatever this is
            log.warning("message_not_put_back", error=type(error).__name__)
