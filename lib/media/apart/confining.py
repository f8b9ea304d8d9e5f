"""What the child gives up before it looks at the film. Standard library alone."""

import ctypes
import os
import resource
import signal
import sys
from pathlib import Path

from lib.media.apart import calls, landlock

LIB = Path(__file__).resolve().parents[2]
GIB = 1 << 30
CPU_SECONDS = 120
MEMORY = 3 * GIB  # of addresses: two dozen pictures of 4096 x 4096, and what libraries map
FILES = 32
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS = 1, 4, 38  # linux/prctl.h


def confine() -> None:
    """Nobody of the same user looks into its memory; it ends with whoever started it, leaves no
    core file, makes no file longer, starts no other process, opens no socket, and has so much time
    and memory. With Landlock it changes no file. Raises OSError where the kernel refuses."""
    for limit, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_NOFILE, FILES),
    ):
        _, hard = resource.getrlimit(limit)
        lower = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(limit, (lower, lower))
    libc = ctypes.CDLL(None, use_errno=True)
    for option, value in (
        (PR_SET_DUMPABLE, 0),
        (PR_SET_NO_NEW_PRIVS, 1),
        (PR_SET_PDEATHSIG, signal.SIGKILL),
    ):
        if libc.prctl(option, value, 0, 0, 0):
            raise OSError(ctypes.get_errno(), "this process cannot be confined")
    landlock.change_nothing()
    calls.start_and_reach_nothing()


def see_only(film: int) -> None:
    """Of the disk nothing but the film and what Python loads modules from. Raises OSError."""
    code = [os.open(place, os.O_PATH) for place in {sys.prefix, sys.base_prefix, str(LIB)}]
    allowed = [(place, landlock.READS) for place in code]
    name = str(Path(f"/proc/self/fd/{film}").readlink())
    if not name.startswith("/memfd:"):  # which lies in no place
        allowed.append((film, landlock.READ_FILE))
    landlock.read_nothing_but(allowed)
    for place in code:
        os.close(place)
