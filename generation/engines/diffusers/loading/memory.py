"""Memory that ran out, and giving it back."""

from __future__ import annotations

import errno
import gc
import traceback


def ran_out(error: BaseException) -> bool:
    """Also where it is told as another fault that it caused. torch has a type for accelerators
    only; on the CPU its allocator raises a RuntimeError."""
    import torch

    if isinstance(error, torch.OutOfMemoryError | MemoryError):
        return True
    if isinstance(error, RuntimeError) and "DefaultCPUAllocator" in str(error):
        return True
    if isinstance(error, OSError) and error.errno == errno.ENOMEM:
        return True
    return error.__cause__ is not None and ran_out(error.__cause__)


def let_go(error: BaseException) -> None:
    """Give back what the frames of a fault hold; called outside of its handler."""
    told: BaseException | None = error
    while told is not None:
        traceback.clear_frames(told.__traceback__)
        told = told.__cause__ or told.__context__
    give_back()


def give_back() -> None:
    import torch

    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
