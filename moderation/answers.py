"""What a detector answers (law 1): how much of each category it assessed, and what it found.

These types cross processes and rooms: no model library, no Django query, nothing of people's words.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from moderation.categories import Category


class Coverage(StrEnum):
    """How much of a category a detector could judge of what it was given."""

    ASSESSED = "assessed"
    PARTIAL = "partial"  # it would notice some of it, not reliably (word lists, low confidence)
    NOT_ASSESSED = "not_assessed"


class Ruling(StrEnum):
    """What a bank's own action says of a match, in the place of the policy's thresholds."""

    SHADOW = "shadow"  # counted, without any effect; the score of such a hit is 0
    REVIEW = "review"  # a person looks first, whoever it is for
    BLOCK = "block"


class Basis(StrEnum):
    """Why a finding may lead to a report to an authority. Most may not: see `may_be_reported`."""

    TRUSTED_EXCHANGE = "trusted_exchange"
    PERSON = "person"


ORDER = {Coverage.NOT_ASSESSED: 0, Coverage.PARTIAL: 1, Coverage.ASSESSED: 2}


class BrokenAnswer(ValueError):
    """A detector answered something that is no answer: NaN, a score outside 0..1, a bad place."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found. `score` 0..1 is the detector's own, calibrated as its documentation says.

    `start` and `end` are offsets in characters of the text as it was given; `start_s` and `end_s`
    are seconds of the film. `term` is the id of an entry of a list or bank, never its words.
    `ruling`: of what decides by itself, a bank or a face that may be somebody's; None leaves it to
    the policy.
    """

    category: Category
    score: float
    term: str = ""
    start: int | None = None
    end: int | None = None
    start_s: float | None = None
    end_s: float | None = None
    ruling: Ruling | None = None
    basis: Basis | None = None

    def __post_init__(self) -> None:
        """Raises BrokenAnswer; comparing a NaN with a threshold would pass it (issue: faults)."""
        if not math.isfinite(self.score) or not 0.0 <= self.score <= 1.0:
            raise BrokenAnswer("score")
        if self.ruling == Ruling.SHADOW and self.score:
            raise BrokenAnswer("a shadow has no score")
        if (self.start is None) != (self.end is None) or (self.start_s is None) != (
            self.end_s is None
        ):
            raise BrokenAnswer("half a place")
        for first, last in ((self.start, self.end), (self.start_s, self.end_s)):
            if first is not None and last is not None and not 0 <= first <= last:
                raise BrokenAnswer("place")


@dataclass(frozen=True, slots=True)
class Answer:
    """What one detector says of one thing. A category that `coverage` lacks is not assessed.

    `depicts_minor`: it reads or sees somebody under 18 in it; None where it cannot tell.
    `hits` holds the best score of each category that it assessed even where that is low, so that
    old scans can be judged again under another policy.
    """

    detector: str
    version: str
    coverage: Mapping[Category, Coverage] = field(default_factory=dict)
    hits: tuple[Hit, ...] = ()
    depicts_minor: bool | None = None


def unassessed(detector: str, version: str) -> Answer:
    """The answer of a detector that raised, hung, is missing, or cannot judge what it was given."""
    return Answer(detector, version)


def merged_coverage(answers: Iterable[Answer]) -> dict[Category, Coverage]:
    """The best coverage of each category over several detectors."""
    merged = dict.fromkeys(Category, Coverage.NOT_ASSESSED)
    for answer in answers:
        for category, coverage in answer.coverage.items():
            merged[category] = max(merged[category], coverage, key=ORDER.__getitem__)
    return merged
