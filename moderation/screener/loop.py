"""One event loop and one keep-alive client in each process, behind synchronous callers.

Why a loop: httpx limits each read, so a server that drips bytes holds a synchronous client for as
long as it likes. A cancelled coroutine is over, whatever the server does.
"""

import asyncio
import os
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

import httpx

T = TypeVar("T")
SLACK = 0.25  # seconds for the loop to cancel what is overdue before its caller gives up on it


class Loop:
    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        # Never by the environment's proxies: people's words go where the setting says.
        self.client = httpx.AsyncClient(
            trust_env=False, limits=httpx.Limits(max_connections=32, keepalive_expiry=20)
        )
        threading.Thread(target=self._loop.run_forever, name="screener-client", daemon=True).start()

    def run(self, work: Coroutine[Any, Any, T], *, seconds: float) -> T:
        """Raises TimeoutError when `seconds` are over, and what `work` raises."""
        future = asyncio.run_coroutine_threadsafe(asyncio.wait_for(work, seconds), self._loop)
        try:
            return future.result(seconds + SLACK)
        except TimeoutError:
            future.cancel()
            raise


_lock = threading.Lock()
_mine: Loop | None = None


def loop() -> Loop:
    """This process's own."""
    global _mine  # noqa: PLW0603 - one for each process is the point
    with _lock:
        if _mine is None:
            _mine = Loop()
        return _mine


def _forget() -> None:
    """After fork: threads are not inherited, and sockets must not be shared with the parent."""
    global _mine, _lock
    _mine, _lock = None, threading.Lock()


os.register_at_fork(after_in_child=_forget)
