"""Which thresholds held for an audience, and which column of the policy's row set each."""

from dataclasses import dataclass

from moderation.categories import Category
from moderation.policy.audience import Audience, Column
from moderation.policy.rows import LEVELS, NEVER, Policy, Verdict


@dataclass(frozen=True, slots=True)
class Bound:
    """From `score` (0..1) on `level` holds; `column` is the one whose number was the lowest."""

    level: Verdict
    score: float
    column: Column

    @property
    def percent(self) -> float:
        """Its place on a bar from 0 to 1."""
        return round(self.score * 100, 1)

    def __str__(self) -> str:
        return f"{self.level.word} from {self.score:g} ({self.column})"


def bounds_of(policy: Policy, category: Category, audience: Audience) -> tuple[Bound, ...]:
    """Mild to strict; a level that the row never reaches is left out."""
    row = policy.rows[category]
    found = []
    for level in LEVELS:
        # Among columns that say the same, the plainest one explains it.
        column = min(
            (one for one in Column if one in audience.columns and one in row),
            key=lambda one: row[one].at(level),
        )
        if row[column].at(level) < NEVER:
            found.append(Bound(level, row[column].at(level), column))
    return tuple(found)
