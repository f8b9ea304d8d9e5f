"""How long what is reported or found waits until somebody decides, and how often too long (E14)."""

from dataclasses import dataclass
from datetime import timedelta

from enforcement.measures.bands import BAND_SQL, Band
from enforcement.measures.scope import SMALLEST, Scope, rows
from enforcement.reasons import Queue

# A case is decided at the first step that says so: what takes the place of a decision is not
# another wait. It waits from its first report that counts, or from the finding that opened it.
_STATEMENT = f"""
WITH first AS (
    SELECT subject_id AS case_id, min(at) AS at
    FROM enforcement_casetransition WHERE to_state = 'decided'
    GROUP BY subject_id HAVING min(at) >= %(since)s AND min(at) < %(until)s
), waited AS (
    SELECT c.queue, {BAND_SQL} AS band, first.at > c.sla_due_at AS late,
        extract(epoch FROM first.at - least(c.opened_at, r.reported_at))::float8 AS seconds
    FROM first JOIN enforcement_case c ON c.id = first.case_id
    LEFT JOIN LATERAL (
        SELECT min(created_at) AS reported_at FROM enforcement_report
        WHERE case_id = c.id AND counts
    ) r ON true
    WHERE c.diverted = ANY(%(diverted)s)
)
SELECT queue, band, count(*), count(*) FILTER (WHERE late),
    percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds),
    percentile_cont(0.9) WITHIN GROUP (ORDER BY seconds)
FROM waited GROUP BY queue, band
"""  # noqa: S608 - of constants


@dataclass(frozen=True, slots=True)
class Timing:
    """Cases of one queue and band that were decided. `late`: after their clock. `median` and
    `ninth`, the 90th percentile, are interpolated, and None of fewer than SMALLEST cases."""

    queue: Queue
    band: Band
    decided: int
    late: int
    median: timedelta | None
    ninth: timedelta | None


def time_to_action(scope: Scope) -> list[Timing]:
    """By queue and band, in their order. One statement."""
    found = [
        Timing(
            Queue(queue),
            Band(band),
            decided,
            late,
            *(timedelta(seconds=s) if decided >= SMALLEST else None for s in (median, ninth)),
        )
        for queue, band, decided, late, median, ninth in rows(_STATEMENT, scope.facts)
    ]
    queues, bands = list(Queue), list(Band)
    return sorted(found, key=lambda one: (queues.index(one.queue), bands.index(one.band)))
