"""Memory that a training frees stays with the process: page faults took half of its time."""

import ctypes

TRIM_THRESHOLD, MMAP_MAX = -1, -4  # glibc's mallopt(3)


def keep_freed_memory() -> None:
    """For the rest of the process. Does nothing where the C library has no such switch."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(MMAP_MAX, 0)
        mallopt(TRIM_THRESHOLD, 2**31 - 1)
