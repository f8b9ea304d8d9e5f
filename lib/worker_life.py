"""A worker process never outlives the master that started it."""

import ctypes
import os
import signal
from typing import Any

from dramatiq import Middleware

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
