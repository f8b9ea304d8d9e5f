from __future__ import annotations

from collections.abc import Sequence

from lib.faces.calibrating.counting import Outcome
from lib.faces.calibrating.rates import Rate
from lib.faces.following import FalseMatches

# Fewer say too little: at ten, the 95 % interval reaches from half the rate to nearly twice.
LEAST_ERRORS = 10
# The tail is what is drawn out, not the middle of the distances.
MOST_RATE = 0.1
# Between the two points, else their noise is drawn out with them.
LEAST_RATIO = 10.0


def proposed(outcomes: Sequence[Outcome]) -> FalseMatches | None:
    """How FMR falls with the distance, from the upper ends of two intervals: rather too many false
    matches than too few. None where the folder holds too few people to say."""
    points = [
        (one.threshold, _upper(one.fmr))
        for one in sorted(outcomes, key=lambda one: one.threshold)
        if one.fmr.errors >= LEAST_ERRORS
    ]
    tail = [point for point in points if point[1] <= MOST_RATE]
    # The nearest stretch that is long enough: farther out the rate falls more slowly.
    far = [point for point in tail if point[1] >= LEAST_RATIO * tail[0][1]]
    return FalseMatches(*tail[0], *far[0]) if far else None


def _upper(rate: Rate) -> float:
    return rate.interval[1] if rate.interval else 1.0


def as_setting(found: FalseMatches | None) -> str | None:
    """As FACE_FALSE_MATCHES takes it."""
    if found is None:
        return None
    return f"{found.near:g}:{found.near_rate:.3g},{found.far:g}:{found.far_rate:.3g}"
