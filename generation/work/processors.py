"""What is owed to be deleted outside of this house is asked for again by the clock."""

from typing import Protocol, runtime_checkable

import structlog

from generation.engines.base import EngineError
from generation.engines.registry import engine_names, get_engine, server_of
from generation.work.processor_debts import by_longest_due, left_behind, report_overdue

log = structlog.get_logger(__name__)


@runtime_checkable
class Tidies(Protocol):
    """An engine elsewhere, which may still hold what was made."""

    def tidy(self) -> None: ...


def tidy_processors() -> None:
    """Each server on its own, whose debts are due for the longest first: one that is away keeps no
    other from being asked, and where time runs out it is another that waits the next time. The log
    says what is owed by one that no table names any more, for nobody asks for it, and what for a
    week."""
    names = {name: server for name in engine_names() if (server := server_of(name))}
    longest = {server: place for place, server in enumerate(by_longest_due())}
    for name in sorted(names, key=lambda one: longest.get(names[one], len(longest))):
        _tidy(name)
    for owed in left_behind(frozenset(names.values())):
        log.error("remote_deletion_of_no_table", **owed)
    report_overdue()


def _tidy(name: str) -> None:
    try:
        engine = get_engine(name)
        if isinstance(engine, Tidies):
            engine.tidy()
    except Exception as error:  # noqa: BLE001 - whatever it is, others wait behind it
        code = error.code if isinstance(error, EngineError) else type(error).__name__
        log.warning("processor_not_tidied", engine=name, error=code)
