"""A running screener of fake detectors, over real HTTP on a free port."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager

import httpx
import pytest
from granian.constants import Interfaces
from granian.server.embed import Server

from config.stack.ports import free_port
from moderation.detectors.base import TextDetector
from moderation.screener.server import Screener
from moderation.screener.stack import Stack

Start = Callable[..., httpx.Client]


@pytest.fixture
def screener() -> Iterator[Start]:
    """`screener(detector, …, seconds=…, key=…)` starts one and returns a client for it."""
    with ExitStack() as running:

        def start(*detectors: TextDetector, seconds: float = 60, key: str = "") -> httpx.Client:
            stack = Stack(lambda: detectors, seconds=seconds)
            return running.enter_context(_served(Screener(stack, key=key), detectors))

        yield start


@contextmanager
def _served(screener: Screener, detectors: Sequence[TextDetector]) -> Iterator[httpx.Client]:
    port = free_port()
    loop = asyncio.new_event_loop()
    started: list[Server] = []

    def run() -> None:
        asyncio.set_event_loop(loop)
        started.append(
            Server(
                screener.application(),
                port=port,
                interface=Interfaces.ASGI,
                websockets=False,
                log_enabled=False,
            )
        )
        loop.run_until_complete(started[0].serve())

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=120, trust_env=False) as client:
        wait_for(client, ready=bool(detectors))
        yield client
    loop.call_soon_threadsafe(started[0].stop)
    thread.join(60)


def wait_for(client: httpx.Client, *, ready: bool = True, tries: int = 6000) -> None:
    """Until it answers, and if `ready` until all is loaded."""
    for _ in range(tries):
        try:
            status = client.get("/healthz").status_code
        except httpx.TransportError:
            status = 0
        if status == 200 or (status and not ready):
            return
        time.sleep(0.05)
    raise AssertionError("the screener does not come up")
