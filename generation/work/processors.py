"""What is owed to be deleted outside of this house is asked for again, render or no render."""

from typing import Protocol, runtime_checkable

import structlog

from generation.engines.base import EngineError
from generation.engines.registry import capabilities_of, engine_names, get_engine

log = structlog.get_logger(__name__)


@runtime_checkable
class Tidies(Protocol):
    """An engine elsewhere, which may still hold what was made."""

    def tidy(self) -> None: ...


def tidy_processors() -> None:
    """Each on its own: one that is away keeps no other from being asked."""
    for name in engine_names():
        if not capabilities_of(name).processor:
            continue
        try:
            engine = get_engine(name)
            if isinstance(engine, Tidies):
                engine.tidy()
        except EngineError as error:
            log.warning("processor_not_tidied", engine=name, error=error.code)
