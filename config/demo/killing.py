"""Accidents: processes that die at once."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from config.demo.world import World


def kill(pids: set[int]) -> None:
    """With -9. Workers end with their master, who may have been first."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


@contextmanager
def killing(world: World, program: str) -> Iterator[None]:
    """Whoever comes back is killed again, so that nothing can be finished there."""
    stop = threading.Event()
    threading.Thread(target=_keep_killing, args=(world, program, stop), daemon=True).start()
    try:
        yield
    finally:
        stop.set()


def _keep_killing(world: World, program: str, stop: threading.Event) -> None:
    while not stop.wait(0.3):
        kill(set(world.stack.pids(program)))
