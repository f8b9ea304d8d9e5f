"""What a picture model said of the frames of one film, boiled down to hits."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from moderation.answers import BrokenAnswer, Hit
from moderation.categories import Category

# On the policy's scale: from here on the time is kept, for moderators to go to.
NOTABLE = 0.5
# Looks are half a second apart; what lies nearer is one stretch.
GAP_S = 0.75


@dataclass
class Moments:
    """Per category the scores over time."""

    seen: dict[tuple[Category, str], list[tuple[float, float]]] = field(default_factory=dict)

    def add(self, category: Category, score: float, *, at_seconds: float, term: str = "") -> None:
        """Raises BrokenAnswer for NaN: a comparison with it would lose it."""
        if not 0.0 <= score <= 1.0:
            raise BrokenAnswer("score")
        self.seen.setdefault((category, term), []).append((at_seconds, score))

    def hits(self) -> tuple[Hit, ...]:
        """Stretches of notable scores with their best; where there are none the best moment."""
        return tuple(hit for key, rows in self.seen.items() for hit in _hits(*key, rows))

    def best(self) -> tuple[Hit, ...]:
        """The best moment of each category and label: cheap, at any time."""
        return tuple(_best(*key, rows) for key, rows in self.seen.items())


def _hits(category: Category, term: str, rows: list[tuple[float, float]]) -> list[Hit]:
    notable = sorted(row for row in rows if row[1] >= NOTABLE)
    if not notable:
        return [_best(category, term, rows)]
    stretches = [[notable[0]]]
    for before, after in pairwise(notable):
        if after[0] - before[0] <= GAP_S:
            stretches[-1].append(after)
        else:
            stretches.append([after])
    return [
        Hit(
            category, max(score for _, score in part), term=term,
            start_s=part[0][0], end_s=part[-1][0],
        )
        for part in stretches
    ]  # fmt: skip


def _best(category: Category, term: str, rows: list[tuple[float, float]]) -> Hit:
    at, score = max(rows, key=lambda row: row[1])
    return Hit(category, score, term=term, start_s=at, end_s=at)
