"""The scenes of the small world, and which of them no training ever sees."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from generation.engines.diffusers.shapes.words import COLOURS, MOTIONS, PLACES, SHAPES

HELD_OUT = 40  # of 600 combinations
DRAWN = 200  # at first so many were held out; these weights began with the others
SPLIT_SEED = 6
REVERSED = {"left": "right", "right": "left", "up": "down", "down": "up", "bounce": "bounce"}


@dataclass(frozen=True, slots=True, order=True)
class Scene:
    colour: str
    shape: str
    place: str
    motion: str

    def reversed(self) -> "Scene":
        """What the same clip shows when it is played backwards."""
        return Scene(self.colour, self.shape, self.place, REVERSED[self.motion])


def scenes() -> Iterator[Scene]:
    for colour in COLOURS:
        for shape in SHAPES:
            for place in PLACES:
                for motion in MOTIONS:
                    yield Scene(colour, shape, place, motion)


@cache
def held_out() -> frozenset[Scene]:
    """Never drawn for training, neither forwards nor backwards, nor under another wording."""
    rng = random.Random(SPLIT_SEED)  # noqa: S311 - no secret
    return frozenset(rng.sample(sorted(scenes()), DRAWN)[:HELD_OUT])


@cache
def taught() -> tuple[Scene, ...]:
    return tuple(scene for scene in scenes() if scene not in held_out())
