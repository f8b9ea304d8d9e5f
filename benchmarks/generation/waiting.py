from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE = 1_800.0  # seconds; only how long a broken product keeps us


def until(done: Callable[[], bool], *, every: float = 0.25) -> None:
    """Raises TimeoutError."""
    deadline = time.monotonic() + PATIENCE
    while not done():
        if time.monotonic() > deadline:
            raise TimeoutError("it never came")
        time.sleep(every)
