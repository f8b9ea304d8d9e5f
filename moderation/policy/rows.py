"""A policy: thresholds by category and audience, and what must be assessed under which profile."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from moderation.answers import ORDER, Coverage
from moderation.categories import Category, Surface
from moderation.policy.audience import Column


class Verdict(IntEnum):
    """What is decided, from mild to strict."""

    ALLOW = 0
    LIMIT = 1  # not for teens, not in the public feed
    REVIEW = 2  # a person looks first
    BLOCK = 3

    @property
    def word(self) -> str:
        """As rows and pages spell it."""
        return self.name.lower()


LEVELS = (Verdict.LIMIT, Verdict.REVIEW, Verdict.BLOCK)
NEVER = 2.0  # above any score


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Scores (0..1) from which on each verdict holds; NEVER where it does not exist."""

    limit: float = NEVER
    review: float = NEVER
    block: float = NEVER

    def verdict(self, score: float) -> Verdict:
        """The strictest verdict whose threshold the score reaches."""
        reached = [level for level in LEVELS if score >= self.at(level)]
        return max(reached, default=Verdict.ALLOW)

    def at(self, level: Verdict) -> float:
        """The threshold of a level."""
        value: float = getattr(self, level.word)
        return value

    def tightened(self, other: "Thresholds") -> "Thresholds":
        """The lower of both at each level."""
        return Thresholds(*(min(self.at(level), other.at(level)) for level in LEVELS))


@dataclass(frozen=True, slots=True)
class Policy:
    """A version of the rules. `required[profile][surface][category]` is the least coverage."""

    version: str
    rows: Mapping[Category, Mapping[Column, Thresholds]]
    required: Mapping[str, Mapping[Surface, Mapping[Category, Coverage]]]

    def thresholds(self, category: Category, columns: frozenset[Column]) -> Thresholds:
        """What holds for an audience: the lowest of all columns that fit it."""
        row = self.rows[category]
        effective = row[Column.DRAFT]
        for column in columns & row.keys():
            effective = effective.tightened(row[column])
        return effective

    def lacking(
        self, profile: str, surface: Surface, coverage: Mapping[Category, Coverage]
    ) -> list[Category]:
        """Categories that were assessed less than this profile demands of this surface."""
        wanted = self.required[profile][surface]
        return [
            category
            for category, least in wanted.items()
            if ORDER[coverage.get(category, Coverage.NOT_ASSESSED)] < ORDER[least]
        ]
