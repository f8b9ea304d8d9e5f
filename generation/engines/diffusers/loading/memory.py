"""Memory that ran out, and giving it back."""

from __future__ import annotations

import gc


def ran_out(error: BaseException) -> bool:
    """torch has a type for accelerators only; on the CPU its allocator raises a RuntimeError."""
    import torch

    if isinstance(error, torch.OutOfMemoryError | MemoryError):
        return True
    return isinstance(error, RuntimeError) and "DefaultCPUAllocator" in str(error)


def give_back() -> None:
    import torch

    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
