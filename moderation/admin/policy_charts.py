"""What a policy page draws of each category: how scores are spread, and where its numbers cut."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from moderation.admin.charts import Curve, Histogram, curve, histogram
from moderation.categories import Category
from moderation.policy.audience import Column
from moderation.policy.rows import LEVELS, NEVER, Policy
from moderation.services.scores import BINS, decisions, spread

DAYS = 30
# The two ends of the axis: an adult's draft, and what under-18 policy shows to all.
DRAWN = (Column.DRAFT, Column.TEEN)

Scored = Mapping[Category, Iterable[tuple[float, bool]]]


@dataclass(frozen=True, slots=True)
class CategoryCharts:
    """`labelled`: on labelled text; `decided`: on what people decided. None where there is none."""

    category: Category
    spread: Histogram
    labelled: Curve | None
    decided: Curve | None
    columns: tuple[tuple[Column, str], ...]


def charts_of(policy: Policy, *, labelled: Scored, days: int = DAYS) -> list[CategoryCharts]:
    """One for each category, over the scans of the last days."""
    spreads = spread(timezone.now() - timedelta(days=days))
    people = decisions()
    return [
        CategoryCharts(
            category=category,
            spread=histogram(
                spreads.get(category, [0] * BINS),
                [(column, row[column]) for column in DRAWN if column in row],
            ),
            labelled=curve(labelled.get(category, ()), _cuts(policy, category)),
            decided=curve(
                [(one.score, one.harmful) for one in people.get(category, ())],
                _cuts(policy, category),
            ),
            columns=tuple((column, _numbers(policy, category, column)) for column in row),
        )
        for category, row in policy.rows.items()
    ]


def _cuts(policy: Policy, category: Category) -> list[tuple[str, float]]:
    """The thresholds of an adult's draft, each once."""
    row = policy.rows[category][Column.DRAFT]
    return [(level.word, row.at(level)) for level in LEVELS if row.at(level) < NEVER]


def _numbers(policy: Policy, category: Category, column: Column) -> str:
    row = policy.rows[category][column]
    return ", ".join(f"{level.word} {row.at(level):g}" for level in LEVELS if row.at(level) < NEVER)
