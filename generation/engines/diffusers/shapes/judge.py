"""What a clip shows, told by the renderer's own colours, outlines and places.

It knows nothing of the model: on clips that the renderer drew it must be right nearly always,
which a test holds it to, and on anything else it says what it sees or `None`.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generation.engines.diffusers.shapes.fitting import alike as alike_to
from generation.engines.diffusers.shapes.scenery import backdrop
from generation.engines.diffusers.shapes.sight import Seen, see
from generation.engines.diffusers.shapes.words import PLACES, SHAPES
from generation.engines.diffusers.shapes.world import Scene

Floats = NDArray[np.float32]

FRAMES_SHOWING = 0.6  # of the clip, at the least
COLOUR_AGREED = 0.6  # of the thing's pixels, edges and all
PLACE_AWAY = 0.15
SHAPE_ALIKE = 0.75  # share of the union of two outlines that both cover
TRAVELS = 0.16  # of the picture's shorter side; less is no motion
STEADY = 0.7  # net way over the range: less goes to and fro


@dataclass(frozen=True, slots=True)
class Verdict:
    colour: str | None
    shape: str | None
    place: str | None
    motion: str | None

    def right(self, scene: Scene) -> dict[str, bool]:
        return {
            what: getattr(self, what) == getattr(scene, what)
            for what in ("colour", "shape", "place", "motion")
        }


def judge(frames: Floats) -> Verdict:
    place = place_of(np.median(frames, axis=0).astype(np.float32))
    if place is None:
        return Verdict(None, None, None, None)
    seen = see(frames, place)
    if len(seen.masks) < FRAMES_SHOWING * len(frames):
        return Verdict(None, None, place, None)
    return Verdict(_colour(seen), _shape(seen), place, _motion(seen, min(frames.shape[1:3])))


def place_of(behind: Floats) -> str | None:
    size = (behind.shape[0], behind.shape[1])
    away = {}
    for place in PLACES:
        drawn = backdrop(place, size, np.random.default_rng(0))
        away[place] = float(np.sqrt(np.square(_ends(behind) - _ends(drawn)).mean()))
    place = min(away, key=away.__getitem__)
    return place if away[place] < PLACE_AWAY else None


def _ends(picture: Floats) -> Floats:
    """The sky at the top and the ground at the bottom, without a moon or a leftover of a thing."""
    high = picture.shape[0] // 6
    return np.stack([np.median(part, axis=(0, 1)) for part in (picture[:high], picture[-high:])])


def _colour(seen: Seen) -> str | None:
    colour = max(seen.votes, key=seen.votes.__getitem__)
    return colour if seen.votes[colour] > COLOUR_AGREED * sum(seen.votes.values()) else None


def _shape(seen: Seen) -> str | None:
    alike = {
        shape: float(np.median([alike_to(mask, shape) for mask in seen.masks[::2]]))
        for shape in SHAPES
    }
    shape = max(alike, key=alike.__getitem__)
    return shape if alike[shape] > SHAPE_ALIKE else None


def _motion(seen: Seen, side: int) -> str | None:
    span = np.ptp(seen.at, axis=0)
    axis = int(span.argmax())
    if span[axis] < TRAVELS * side:
        return None
    net = float(seen.at[-1, axis] - seen.at[0, axis])
    if abs(net) >= STEADY * span[axis]:
        return (("left", "right"), ("up", "down"))[axis][net > 0]
    return "bounce" if axis == 1 else None
