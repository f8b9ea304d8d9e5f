"""One job at a time in a process, and one process on a card."""

from __future__ import annotations

import fcntl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from generation.engines.diffusers.faults import Fault, failed
from generation.engines.diffusers.places import kept_in
from generation.engines.diffusers.settings import Settings

ASK_EVERY_S = 0.2
_this_process = threading.Lock()


@contextmanager
def turn(go_on: Callable[[], None]) -> Iterator[None]:
    """Waits; `go_on` is asked meanwhile, and what it raises goes through."""
    while not _this_process.acquire(timeout=ASK_EVERY_S):
        go_on()
    try:
        yield
    finally:
        _this_process.release()


@contextmanager
def claimed(settings: Settings) -> Iterator[None]:
    """The card, for as long as a model lies on it: a model stays between jobs, and two processes
    that both keep one would share the memory of one. Raises EngineError `card_taken`."""
    card = _card(settings)
    if card is None:
        yield
        return
    with alone(kept_in("cards") / f"{card}.lock"):
        yield


@contextmanager
def alone(place: Path) -> Iterator[None]:
    """The lock goes with the process, however that ends."""
    with place.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise failed(Fault.CARD_TAKEN, f"card {place.stem}, by another process") from None
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
