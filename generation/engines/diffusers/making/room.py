from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import TypeVar

from generation.engines.diffusers.faults import Fault, failed
from generation.engines.diffusers.loading.loaded import Loaded
from generation.engines.diffusers.loading.memory import give_back, ran_out

T = TypeVar("T")


class Room:
    """Where memory runs out in the VAE, it works in tiles for the rest of this film, and the work
    is tried once more. Anywhere else tiles would change nothing: there, and where they do not
    suffice, it is a fault that may pass, for somebody else may hold the memory."""

    def __init__(self, loaded: Loaded) -> None:
        self._loaded = loaded

    def for_(self, work: Callable[[], T]) -> T:
        """Raises EngineError `out_of_memory`."""
        try:
            return work()
        except Exception as error:
            if not ran_out(error):
                raise
            tiles_help = not self._loaded.tiled and _came_through(error, self._loaded.base.vae)
        # Outside of the handler: the traceback held the tensors.
        self._loaded.forget()
        give_back()
        if not tiles_help:
            raise failed(Fault.OUT_OF_MEMORY)
        self._loaded.tile()
        return self.for_(work)


def _came_through(error: BaseException | None, part: object) -> bool:
    """Whether a method of `part` was under way."""
    while error is not None:
        frames = traceback.walk_tb(error.__traceback__)
        if any(frame.f_locals.get("self") is part for frame, _ in frames):
            return True
        error = error.__cause__
    return False
