"""One face, in the picture throughout, large and bright enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from cameos.challenge.failures import Failure
from cameos.challenge.watching import TWICE, Look

# dlib's detector is one of frontal faces: rendered heads were seen in every look up to 35 degrees
# (n = 15 pictures), and real ones blink, blur and turn further.
LEAST_SHARE = 0.8
LONGEST_LOST_S = 1.0
# Rec. 601 luma of 255. A face in a lit room has 100 and more; below 40 its landmarks drift.
DARK = 40.0
# dlib finds faces from 40 pixels; a template wants twice that.
LEAST_SIDE = 60


@dataclass(frozen=True, slots=True)
class Presence:
    share: float
    longest_lost_s: float
    most_together: int  # looks in a row that show more than one face
    brightness: float
    side: float


def presence_of(looks: Sequence[Look]) -> Presence:
    """Raises ValueError where there is no look."""
    seen = [look for look in looks if look.faces]
    return Presence(
        share=len(seen) / len(looks),
        longest_lost_s=_longest_lost(looks),
        most_together=_most_together(looks),
        brightness=median(look.brightness for look in seen or looks),
        side=median(look.side for look in seen) if seen else 0.0,
    )


def absent(presence: Presence) -> tuple[Failure, ...]:
    """A dark picture is why nobody is seen, so it is the one thing said of it."""
    if presence.most_together >= TWICE:
        return (Failure.TWO_FACES,)
    if not presence.brightness >= DARK:
        return (Failure.TOO_DARK,)
    if presence.share == 0:
        return (Failure.NO_FACE,)
    there = presence.share >= LEAST_SHARE and presence.longest_lost_s <= LONGEST_LOST_S
    if not there:
        return (Failure.FACE_LOST,)
    return () if presence.side >= LEAST_SIDE else (Failure.FACE_TOO_SMALL,)


def _longest_lost(looks: Sequence[Look]) -> float:
    """Also before the first face and after the last."""
    ends = [looks[0].at_seconds, looks[-1].at_seconds]
    times = sorted([*ends, *(look.at_seconds for look in looks if look.faces)])
    return max((later - sooner for sooner, later in pairwise(times)), default=0.0)


def _most_together(looks: Sequence[Look]) -> int:
    longest = together = 0
    for look in looks:
        together = together + 1 if look.faces > 1 else 0
        longest = max(longest, together)
    return longest
