"""What is owed to be deleted outside of this house is asked for again, render or no render."""

from typing import Protocol, runtime_checkable

import structlog

from generation.engines.base import EngineError
from generation.engines.registry import engine_names, get_engine, server_of
from generation.engines.remote.owed import left_behind

log = structlog.get_logger(__name__)


@runtime_checkable
class Tidies(Protocol):
    """An engine elsewhere, which may still hold what was made."""

    def tidy(self) -> None: ...


def tidy_processors() -> None:
    """Each server on its own: one that is away keeps no other from being asked. What is owed by one
    that no table names any more nobody asks for: the log says so."""
    names = {name: server for name in engine_names() if (server := server_of(name))}
    for name in names:
        _tidy(name)
    for server, videos in left_behind(frozenset(names.values())).items():
        log.error("remote_deletion_of_no_table", server=server, videos=videos)


def _tidy(name: str) -> None:
    try:
        engine = get_engine(name)
        if isinstance(engine, Tidies):
            engine.tidy()
    except EngineError as error:
        log.warning("processor_not_tidied", engine=name, error=error.code)
