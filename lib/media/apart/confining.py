"""What the child gives up before it looks at the film. Standard library alone."""

import ctypes
import resource
import signal

GIB = 1 << 30
CPU_SECONDS = 120
MEMORY = 3 * GIB  # of addresses: two dozen pictures of 4096 x 4096, and what libraries map
FILES = 32
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS = 1, 4, 38  # linux/prctl.h


def confine() -> None:
    """No core file, no file written, no program started with more rights; so much time and memory.
    Nobody of the same user looks into its memory. Raises OSError where the kernel refuses."""
    for limit, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_NOFILE, FILES),
        (resource.RLIMIT_NPROC, 0),  # of no effect for root
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
