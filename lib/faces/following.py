"""A block line for a gallery of any size: among more people a stranger resembles somebody sooner.

A search among N people is N comparisons. Where each falsely matches at the rate FMR, the search
finds somebody wrongly at FPIR = 1 - (1 - FMR)^N: the binomial model of ISO/IEC 19795-1, which takes
comparisons as independent. Faces of one family, age or origin are not, so the truth is worse; that
is one reason for the grey band.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from lib.faces.base import Thresholds

# Of a thousand searches for the face of somebody who is not enrolled, one may be a false block. Of
# a face: a film is looked at several times, and its looks at one face err together.
TARGET_FPIR = 0.001
# A block is never quite impossible: the very same picture is the same person.
NEAREST = 1e-6


@dataclass(frozen=True, slots=True)
class FalseMatches:
    """How often two people lie within a distance: a straight line in the logarithm of the rate
    through two measured points, `near` the smaller distance.

    Between and beyond them it is a guess. Where distances of strangers are about normal the true
    rate falls faster than the line, so the line blocks less than it might and asks a person more.
    """

    near: float
    near_rate: float
    far: float
    far_rate: float

    def __post_init__(self) -> None:
        if not (0 < self.near < self.far and 0 < self.near_rate < self.far_rate < 1):
            raise ValueError("Two distances, and at the nearer one the smaller rate.")

    def distance(self, rate: float) -> float:
        """Where the line has this rate; may be below 0 where it is extrapolated so far."""
        slope = (self.far - self.near) / math.log(self.far_rate / self.near_rate)
        return self.near + slope * math.log(rate / self.near_rate)


def followed_by_size(
    published: Thresholds,
    measured: FalseMatches | None,
    *,
    searched: int,
    fpir: float = TARGET_FPIR,
) -> Thresholds:
    """The same with a `match` at which a search among so many errs at `fpir`, if that is stricter.

    Only the block moves, and only towards smaller distances: what is no longer a block is still
    within the grey band. Where nobody measured anything the published line stands, and says so.
    """
    if measured is None:
        source = f"{published.source}; of any gallery alike: nobody measured how it grows"
        return Thresholds(published.match, published.grey, source)
    rate = -math.expm1(math.log1p(-fpir) / max(1, searched))
    match = min(published.match, max(NEAREST, measured.distance(rate)))
    source = f"{published.source}; block followed to {searched} people at FPIR {fpir:g}"
    return Thresholds(match, published.grey, source)
