from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from generation.engines.sketch.art.bank import SpriteBank
from generation.engines.sketch.art.sprite import Pixels
from generation.engines.sketch.colour import Rgb, lighter, mix
from generation.engines.sketch.words.places import Hour

Grade = tuple[float, float, float]

# Light on the land and on what stands in it, as a factor for red, green and blue.
LAND_GRADES: dict[Hour, Grade] = {
    Hour.DAY: (1.0, 1.0, 1.0),
    Hour.SUNSET: (1.0, 0.80, 0.76),
    Hour.NIGHT: (0.36, 0.44, 0.70),
}
ACTOR_GRADES: dict[Hour, Grade] = {
    Hour.DAY: (1.0, 1.0, 1.0),
    Hour.SUNSET: (1.0, 0.92, 0.87),
    Hour.NIGHT: (0.80, 0.84, 0.98),
}
PAN_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class Moment:
    """`seconds` since the film began; `pan` is how far the camera has moved, in pixels."""

    seconds: float
    pan: float


class Layer(Protocol):
    def paint(self, frame: Pixels, at: Moment) -> None: ...


@dataclass(slots=True)
class Stage:
    """What a place is built from, and where in it things may be, as shares of the height.

    `ground` is where things stand, `surface` where boats float; None where there is neither.
    What belongs to the sky is painted before the layer `heaven_at`, so that hills hide its foot.
    """

    width: int
    height: int
    hour: Hour
    tint: Rgb | None
    rng: np.random.Generator
    bank: SpriteBank
    named: frozenset[str]
    ground: float | None = None
    surface: float | None = None
    air: tuple[float, float] = (0.1, 0.6)
    base: Pixels = field(init=False)
    back: list[Layer] = field(default_factory=list)
    front: list[Layer] = field(default_factory=list)
    heaven_at: int = 0

    def __post_init__(self) -> None:
        self.base = np.zeros((self.height, self.width, 3), np.uint8)

    @property
    def unit(self) -> float:
        """The length that things are measured by: the shorter side, a little more when upright."""
        return min(self.width, self.height) * (1.12 if self.height > self.width else 1.0)

    @property
    def pan_pixels(self) -> float:
        return self.width * PAN_SHARE

    def y(self, share: float) -> int:
        return round(self.height * share)

    def land(self, colour: Rgb) -> Rgb:
        red, green, blue = (
            round(part * factor)
            for part, factor in zip(colour, LAND_GRADES[self.hour], strict=True)
        )
        return red, green, blue

    def sky(self, top: Rgb, bottom: Rgb) -> tuple[Rgb, Rgb]:
        """The sky's two colours, drawn towards the one that the prompt named."""
        if self.tint is None:
            return top, bottom
        return mix(top, self.tint, 0.75), mix(bottom, lighter(self.tint, 0.55), 0.75)
