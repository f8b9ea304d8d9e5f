from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from generation.engines.diffusers.faults import Fault, failed
from generation.engines.diffusers.loading.loaded import Loaded
from generation.engines.diffusers.loading.memory import give_back, ran_out

T = TypeVar("T")


class Room:
    """Where memory runs out, the VAE decodes in tiles for the rest of this film, and the work is
    tried once more; then it is a fault that may pass, for somebody else may hold the memory."""

    def __init__(self, loaded: Loaded) -> None:
        self._loaded = loaded

    def for_(self, work: Callable[[], T]) -> T:
        """Raises EngineError `out_of_memory`."""
        if not self._loaded.tiled:
            try:
                return work()
            except Exception as error:
                if not ran_out(error):
                    raise
            # Outside of the handler: the traceback held the tensors.
            self._loaded.forget()
            give_back()
            self._loaded.tile()
        try:
            return work()
        except Exception as error:
            if not ran_out(error):
                raise
        give_back()
        raise failed(Fault.OUT_OF_MEMORY)
