"""One job at a time in a process, and one process on a card."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from generation.engines.diffusers.faults import Fault, failed
from generation.engines.diffusers.places import kept_in
from generation.engines.diffusers.settings import Settings
from lib.one_holder import OneHolder

_this_process = OneHolder()


@contextmanager
def turn(go_on: Callable[[], None]) -> Iterator[None]:
    """Waits; `go_on` is asked meanwhile, and what it raises goes through."""
    with _this_process.held(go_on):
        yield


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
