"""Which process this is, and that its memory is written nowhere."""

import ctypes
import resource

from django.conf import settings

from cameos.vault.errors import VaultError, VaultFault

ROLE = "likeness"
PR_GET_DUMPABLE, PR_SET_DUMPABLE = 3, 4  # linux/prctl.h


def require_likeness() -> None:
    """Raises VaultError in every process but the likeness one."""
    if settings.ROLE != ROLE:
        raise VaultError(VaultFault.WRONG_PROCESS, f"this process is {settings.ROLE}")


def forbid_dumps() -> None:
    """No core file, whatever kills the process; no debugger of the same user, no /proc/…/mem.

    Root, and whoever has CAP_SYS_PTRACE, still read its memory, and a kernel may swap it out.
    Raises OSError where Linux refuses: then the process must not start.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) or libc.prctl(PR_GET_DUMPABLE, 0, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "Core dumps of this process cannot be forbidden.")
