"""What waits, for how long, and what is past its clock (E14)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from enforcement.measures.scope import rows
from enforcement.reasons import Queue
from enforcement.states import UNDECIDED

_STATEMENT = """
SELECT queue, count(*), count(*) FILTER (WHERE sla_due_at < %(now)s),
    extract(epoch FROM %(now)s - min(opened_at))::float8,
    percentile_cont(0.5) WITHIN GROUP (
        ORDER BY extract(epoch FROM %(now)s - opened_at)::float8
    )
FROM enforcement_case
WHERE state = ANY(%(undecided)s) AND diverted = ANY(%(diverted)s)
GROUP BY queue
"""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Undecided cases of a queue; `late` of them are past their clock. Ages are None of none."""

    queue: Queue
    cases: int = 0
    late: int = 0
    oldest: timedelta | None = None
    median: timedelta | None = None


def backlog(now: datetime, *, child_safety: bool = False) -> list[Waiting]:
    """Every queue, empty ones, too; that of child safety where asked for. One statement."""
    facts = {
        "now": now,
        "undecided": sorted(UNDECIDED),
        "diverted": [False, True] if child_safety else [False],
    }
    found = {
        queue: Waiting(
            Queue(queue), cases, late, timedelta(seconds=oldest), timedelta(seconds=median)
        )
        for queue, cases, late, oldest, median in rows(_STATEMENT, facts)
    }
    shown = [queue for queue in Queue if child_safety or queue != Queue.CHILD_SAFETY]
    return [found.get(queue, Waiting(queue)) for queue in shown]
