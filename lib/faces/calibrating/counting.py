from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lib.faces.calibrating.rates import Rate
from lib.faces.comparing import distances

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Outcome:
    """At one threshold, in the words of ISO/IEC 19795-1.

    fmr, fnmr -- verification (1:1): pairs of two people that match, pairs of one person that do
        not. A pair counts once.
    fpir, fnir -- identification (1:N), every picture searched among all the others. FPIR: searches
        that find somebody else, the searched person being taken out. FNIR: searches that do not
        find the searched person, who has another picture; at whatever rank.
    """

    threshold: float
    fmr: Rate
    fnmr: Rate
    fpir: Rate
    fnir: Rate


@dataclass(slots=True)
class _Counts:
    threshold: float
    false_matches: int = 0
    missed: int = 0
    found_others: int = 0
    not_found: int = 0

    def outcome(self, impostors: int, genuine: int, strangers: int, mated: int) -> Outcome:
        return Outcome(
            threshold=self.threshold,
            fmr=Rate(self.false_matches, impostors),
            fnmr=Rate(self.missed, genuine),
            fpir=Rate(self.found_others, strangers),
            fnir=Rate(self.not_found, mated),
        )


def outcomes(
    vectors: NDArray[np.float32], people: Sequence[str], thresholds: Sequence[float]
) -> list[Outcome]:
    """`vectors`: (n, dims), of one mark; `people[i]` is who is in `vectors[i]`. Rows of distances
    are made one at a time: n may be many thousands."""
    import numpy as np

    names = np.asarray(people)
    counts = [_Counts(threshold) for threshold in thresholds]
    impostors = genuine = strangers = mated = 0
    for i in range(len(names)):
        row = distances(vectors[i], vectors)
        same = names == names[i]
        others, own = row[~same], row[same & (np.arange(len(names)) != i)]
        later = np.arange(len(names)) > i
        impostors += int((later & ~same).sum())
        genuine += int((later & same).sum())
        strangers, mated = strangers + bool(others.size), mated + bool(own.size)
        for count in counts:
            near = row <= count.threshold
            count.false_matches += int((later & ~same & near).sum())
            count.missed += int((later & same & ~near).sum())
            count.found_others += bool(others.size) and bool((others <= count.threshold).any())
            count.not_found += bool(own.size) and not bool((own <= count.threshold).any())
    return [count.outcome(impostors, genuine, strangers, mated) for count in counts]
