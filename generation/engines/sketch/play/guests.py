"""People who lend their likeness: cut-out puppets with a real face, in front of everything else.

The face is never covered, never turned far and large, so that whoever looks at the film finds it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from generation.engines.sketch.art.puppet import puppet
from generation.engines.sketch.art.sprite import Pixels, Sprite, paste, shifted, sprite_of

# Of the shorter side of the film: the side of the square that the face's picture fills.
ALONE, TOGETHER = 0.56, 0.46
TILT = 2.5  # degrees to either side
STEPS = 5  # tilts that are drawn beforehand, to either side
SWAY, BOB = 0.02, 0.012  # of the shorter side
FOOT = 0.90  # of the height: above the caption
SUBPIXELS = 4


@dataclass(frozen=True, slots=True)
class Guest:
    """Pixels; `phase` and `rate` (turns a second) keep two of them from moving as one."""

    tilted: tuple[Sprite, ...]
    x: float
    top: float
    phase: float
    rate: float
    reach: float
    lift: float

    def paint(self, frame: Pixels, seconds: float) -> None:
        """Sways about its place, and bobs as a puppet on a stick does."""
        turn = 2 * math.pi * (seconds * self.rate + self.phase)
        swing = math.sin(turn)
        sprite = self.tilted[round((swing + 1) * STEPS)]
        x = self.x + self.reach * swing - sprite.width / 2
        y = self.top + self.lift * math.sin(2 * turn)
        left, top = math.floor(x), math.floor(y)
        steps = int((x - left) * SUBPIXELS), int((y - top) * SUBPIXELS)
        paste(frame, shifted(sprite, *steps), left, top)


def invited(
    pictures: Sequence[Image.Image], *, width: int, height: int, rng: np.random.Generator
) -> tuple[Guest, ...]:
    """One for each square picture, side by side from the left."""
    short = min(width, height)
    side = round(short * (ALONE if len(pictures) == 1 else TOGETHER))
    return tuple(
        _guest(picture, rng, side=side, x=width * (number + 0.5) / len(pictures),
               floor=height * FOOT, short=short)
        for number, picture in enumerate(pictures)
    )  # fmt: skip


def _guest(
    picture: Image.Image, rng: np.random.Generator, *, side: int, x: float, floor: float, short: int
) -> Guest:
    drawn = puppet(picture, side=side, hue=float(rng.uniform()))
    angles = [TILT * step / STEPS for step in range(-STEPS, STEPS + 1)]
    foot = (drawn.width / 2, drawn.height)
    turned = [drawn.rotate(-angle, Image.Resampling.BICUBIC, center=foot) for angle in angles]
    return Guest(
        tilted=tuple(sprite_of(one) for one in turned),
        x=x,
        top=floor - drawn.height,
        phase=float(rng.uniform()),
        rate=float(rng.uniform(0.18, 0.26)),
        reach=SWAY * short,
        lift=BOB * short,
    )
