"""One job a card: within a process by a lock, between processes by a locked file."""

from __future__ import annotations

import fcntl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from generation.engines.diffusers.places import kept_in
from generation.engines.diffusers.settings import Settings

ASK_EVERY_S = 0.2
_this_process = threading.Lock()


@contextmanager
def turn(settings: Settings, go_on: Callable[[], None]) -> Iterator[None]:
    """Waits; `go_on` is asked meanwhile, and what it raises goes through."""
    while not _this_process.acquire(timeout=ASK_EVERY_S):
        go_on()
    try:
        card = _card(settings)
        if card is None:
            yield
        else:
            with alone(kept_in("turns") / f"{card}.lock", go_on):
                yield
    finally:
        _this_process.release()


@contextmanager
def alone(place: Path, go_on: Callable[[], None]) -> Iterator[None]:
    """The lock goes with the process, however that ends."""
    with place.open("w") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                go_on()
                time.sleep(ASK_EVERY_S)
        yield


def _card(settings: Settings) -> str | None:
    """Its own number, which every process sees alike; None for the CPU, which is shared."""
    if settings.device == "cpu":
        return None
    import torch

    if not torch.cuda.is_available():
        return None
    index = torch.device(settings.device).index if settings.device != "auto" else None
    return str(torch.cuda.get_device_properties(index or 0).uuid)
