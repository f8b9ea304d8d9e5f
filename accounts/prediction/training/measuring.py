"""Precision and recall at a threshold, with Wilson's 95 % intervals."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from accounts.prediction.model import Weights, is_enough, predict
from accounts.prediction.training.population import KINDS, Person

Z = 1.959964


@dataclass(frozen=True, slots=True)
class Scored:
    """A person and their score; None where there was too little to say anything."""

    person: Person
    score: float | None

    def is_signalled(self, threshold: float) -> bool:
        """Whether a signal would come of it."""
        return self.score is not None and self.score >= threshold


def scored(people: Iterable[Person], weights: Weights) -> list[Scored]:
    """Everybody, as production would score them."""
    return [
        Scored(one, predict(one.counts, weights).score if is_enough(one.counts) else None)
        for one in people
    ]


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share."""
    if not of:
        return 0.0, 1.0
    share, wide = hits / of, Z * Z / of
    middle = (share + wide / 2) / (1 + wide)
    half = Z * sqrt(share * (1 - share) / of + wide / (4 * of)) / (1 + wide)
    return max(0.0, middle - half), min(1.0, middle + half)


def threshold_for(precision: float, found: Sequence[Scored]) -> float:
    """The lowest at which the lower end of the interval of precision, there and everywhere above
    with enough people, reaches `precision`. Raises ValueError where none does."""
    ranked = sorted((one for one in found if one.score is not None), key=lambda one: -_score(one))
    best, hits = None, 0
    for place, one in enumerate(ranked, start=1):
        hits += one.person.kind.is_teen
        if wilson(hits, place)[0] >= precision:
            best = _score(one)
    if best is None:
        raise ValueError("no threshold is precise enough")
    return best


def measured(found: Sequence[Scored], threshold: float) -> dict[str, Any]:
    """Precision, recall over all teens and over those of whom enough is known, and for each kind of
    person the share that gets a signal."""
    signalled = [one for one in found if one.is_signalled(threshold)]
    right = sum(one.person.kind.is_teen for one in signalled)
    teens = [one for one in found if one.person.kind.is_teen]
    known = [one for one in teens if one.score is not None]
    return {
        "people": len(found),
        "teens": len(teens),
        "precision": _share(right, len(signalled)),
        "recall": _share(right, len(teens)),
        "recall_of_those_who_wrote_enough": _share(right, len(known)),
        "signalled_by_kind": {
            kind.name: _share(
                sum(one.person.kind is kind for one in signalled),
                sum(one.person.kind is kind for one in found),
            )
            for kind in KINDS
        },
    }


def _score(one: Scored) -> float:
    return one.score or 0.0


def _share(hits: int, of: int) -> dict[str, Any]:
    low, high = wilson(hits, of)
    share = round(hits / of, 4) if of else None
    return {"share": share, "interval": [round(low, 4), round(high, 4)], "of": of}
