"""How the strikes that count are spread over people (E20): whether the ladder is climbed at all,
and where people stop."""

from dataclasses import dataclass
from datetime import datetime

from enforcement.ladder import LEVELS, THRESHOLDS
from enforcement.measures.scope import SMALLEST, rows

# As `enforcement.ladder.weights` has it: what expired counts no more, but came before.
_WEIGHT = (
    "CASE "
    + " ".join(
        f"WHEN level = '{one.code}' THEN CASE WHEN before = 0 THEN {one.first} "
        f"WHEN before %% {one.every} = 0 THEN {one.points} ELSE 0 END"
        for one in LEVELS.values()
    )
    + " END"
)
# The points at which a step begins: none yet, some, and each threshold.
STEPS = (0, 1, *(one.points for one in THRESHOLDS))
_STEP = (
    "CASE " + " ".join(f"WHEN points >= {least} THEN {least}" for least in reversed(STEPS)) + " END"
)
_STATEMENT = f"""
WITH placed AS (
    SELECT strike.person_id, strike.level, strike.at, strike.expires_at,
        row_number() OVER (
            PARTITION BY strike.person_id, strike.level ORDER BY strike.at, strike.id
        ) - 1 AS before
    FROM enforcement_strike strike
    LEFT JOIN enforcement_decisionaction action ON strike.cause = 'act:' || action.id::text
    LEFT JOIN enforcement_decision decision ON decision.id = action.decision_id
    LEFT JOIN enforcement_case looked_at ON looked_at.id = decision.case_id
    WHERE strike.lifted_at IS NULL AND strike.at <= %(now)s
        AND coalesce(looked_at.diverted, false) = ANY(%(diverted)s)
), summed AS (
    SELECT person_id, sum({_WEIGHT}) AS points
    FROM placed
    WHERE expires_at > %(now)s
    GROUP BY person_id
)
SELECT {_STEP} AS step, count(*) FROM summed GROUP BY step
"""  # noqa: S608 - numbers and codes of our own tables


@dataclass(frozen=True, slots=True)
class Climbed:
    """`people` have a strike that counts, and `least` points up to the next step; None where they
    are fewer than SMALLEST, but some."""

    least: int
    people: int | None


def climbed(now: datetime, *, child_safety: bool = False) -> list[Climbed]:
    """Every step, empty ones, too. Strikes of child safety where asked for. One statement."""
    facts = {"now": now, "diverted": [False, True] if child_safety else [False]}
    found = dict(rows(_STATEMENT, facts))
    return [
        Climbed(least, None if 0 < (people := found.get(least, 0)) < SMALLEST else people)
        for least in STEPS
    ]
