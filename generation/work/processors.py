"""What is owed to be deleted outside of this house is asked for again by the clock."""

from typing import Protocol, runtime_checkable

import structlog

from generation.engines.base import EngineError
from generation.engines.registry import engine_names, get_engine, server_of
from generation.work.processor_debts import left_behind, report_overdue

log = structlog.get_logger(__name__)


@runtime_checkable
class Tidies(Protocol):
    """An engine elsewhere, which may still hold what was made."""

    def tidy(self) -> None: ...


def tidy_processors() -> None:
    """Each server on its own: one that is away keeps no other from being asked. The log says what
    is owed by one that no table names any more, for nobody asks for it, and what for a week."""
    names = {name: server for name in engine_names() if (server := server_of(name))}
    for name in names:
        _tidy(name)
    for owed in left_behind(frozenset(names.values())):
        log.error("remote_deletion_of_no_table", **owed)
    report_overdue()


def _tidy(name: str) -> None:
    try:
        engine = get_engine(name)
        if isinstance(engine, Tidies):
            engine.tidy()
    except EngineError as error:
        log.warning("processor_not_tidied", engine=name, error=error.code)
