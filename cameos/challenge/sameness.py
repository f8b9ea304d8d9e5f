"""Whether one face is seen throughout. Templates are made, compared and forgotten in here: what
comes out are distances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from cameos.challenge.failures import Failure
from cameos.challenge.watching import Seen
from lib.faces.base import FaceKind, Thresholds
from lib.faces.comparing import distances

# A template costs 0.15 s by dlib. One rendered head, turned by up to 30 degrees, was 0.44 from
# itself at most (n = 7 films), and 0.70 from the face that took its place (n = 2); dlib's match is
# 0.56.
MOMENTS = 8
GAP_S = 0.5


@dataclass(frozen=True, slots=True)
class Sameness:
    """`furthest`: the largest distance between two moments; None where fewer than two were."""

    moments: int
    furthest: float | None


def sameness_of(seen: Sequence[Seen], kind: FaceKind) -> Sameness:
    """Only the likeness process may call it: it embeds. Raises FaceError."""
    import numpy as np

    chosen = moments_of(seen)
    if len(chosen) < 2:
        return Sameness(len(chosen), None)
    templates = np.stack([kind.embed(one.image, one.face) for one in chosen])
    return Sameness(len(chosen), max(float(distances(row, templates).max()) for row in templates))


def moments_of(seen: Sequence[Seen]) -> list[Seen]:
    """Spread evenly, with both ends and the furthest turns: who holds up a photo and turns their
    own head is another face there. Also each side of the longest time without one."""
    if not seen:
        return []
    step = max(1, (len(seen) - 1)) / max(1, MOMENTS - 1)
    numbers = {min(len(seen) - 1, round(step * number)) for number in range(MOMENTS)}
    order = sorted(range(len(seen)), key=lambda number: seen[number].face.yaw_degrees or 0.0)
    numbers |= {order[0], order[-1], *_around_gap(seen)}
    return [seen[number] for number in sorted(numbers)]


def _around_gap(seen: Sequence[Seen]) -> tuple[int, ...]:
    gaps = [later.at_seconds - sooner.at_seconds for sooner, later in pairwise(seen)]
    if not gaps or max(gaps) < GAP_S:
        return ()
    before = gaps.index(max(gaps))
    return before, before + 1


def changed(sameness: Sameness, thresholds: Thresholds) -> tuple[Failure, ...]:
    """The grey band is nobody's: it is asked for again."""
    if sameness.furthest is None:
        return (Failure.FACE_UNCLEAR,)
    if sameness.furthest > thresholds.grey:
        return (Failure.FACE_CHANGED,)
    return () if sameness.furthest <= thresholds.match else (Failure.FACE_UNCLEAR,)
