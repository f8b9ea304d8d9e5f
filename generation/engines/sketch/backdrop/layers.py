from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from generation.engines.sketch.art.bank import Look, SpriteBank
from generation.engines.sketch.art.sprite import Pixels, Sprite, paste, sprite_of
from generation.engines.sketch.backdrop.stage import Moment


@dataclass(slots=True)
class Drift:
    """Things that cross the sky and come back: clouds, passing cars."""

    bank: SpriteBank
    look: Look
    x: float
    y: float
    speed: float
    depth: float
    margin: float

    def paint(self, frame: Pixels, at: Moment) -> None:
        way = frame.shape[1] + 2 * self.margin
        x = (self.x + self.speed * at.seconds - at.pan * self.depth + self.margin) % way
        self.bank.paste(frame, self.look, x - self.margin, self.y)


class Twinkle:
    """Points of light that come and go, each in its own time: stars, windows, glints."""

    LEVELS = 8

    def __init__(
        self,
        image: Image.Image,
        *,
        points: Sequence[tuple[int, int]],
        rng: np.random.Generator,
        rate: tuple[float, float] = (0.1, 0.5),
        floor: float = 0.25,
        depth: float = 0.0,
    ) -> None:
        self._sprites = [_dimmed(image, (level + 1) / self.LEVELS) for level in range(self.LEVELS)]
        self._offset = (image.width // 2, image.height // 2)
        self._points = points
        self._phases = rng.uniform(0, 1, len(points)).tolist()
        self._rates = rng.uniform(*rate, len(points)).tolist()
        self._floor = floor
        self._depth = depth

    def paint(self, frame: Pixels, at: Moment) -> None:
        shift = round(at.pan * self._depth)
        for (x, y), phase, rate in zip(self._points, self._phases, self._rates, strict=True):
            wave = 0.5 + 0.5 * math.sin(2 * math.pi * (phase + rate * at.seconds))
            level = int((self._floor + (1 - self._floor) * wave) * (self.LEVELS - 1))
            left = x - self._offset[0] - shift
            paste(frame, self._sprites[level], left, y - self._offset[1])


def _dimmed(image: Image.Image, share: float) -> Sprite:
    pixels = np.asarray(image).copy()
    pixels[..., 3] = (pixels[..., 3] * share).astype(np.uint8)
    return sprite_of(pixels)


class Particles:
    """Many small things on their way, leaving at one side and coming in at the other."""

    def __init__(
        self,
        images: Sequence[Image.Image],
        *,
        count: int,
        area: tuple[int, int, int, int],
        velocity: tuple[float, float],
        sway: float,
        rng: np.random.Generator,
    ) -> None:
        """`area`: left, top, right, bottom; `velocity` and `sway` in pixels a second and pixels.

        Images come from far to near: the later ones move faster.
        """
        self._sprites = [sprite_of(image) for image in images]
        self._area = area
        self._velocity = velocity
        self._sway = sway
        self._kinds = rng.integers(0, len(images), count).tolist()
        self._starts = rng.uniform(0, 1, (count, 3)).tolist()

    def paint(self, frame: Pixels, at: Moment) -> None:
        left, top, right, bottom = self._area
        for kind, (x, y, phase) in zip(self._kinds, self._starts, strict=True):
            sprite = self._sprites[kind]
            speed = 0.6 + 0.6 * (kind + 1) / len(self._sprites)
            wide, high = right - left + sprite.width, bottom - top + sprite.height
            swing = self._sway * math.sin(2 * math.pi * (phase + 0.25 * at.seconds))
            column = (x * wide + self._velocity[0] * speed * at.seconds + swing) % wide
            row = (y * high + self._velocity[1] * speed * at.seconds) % high
            paste(
                frame[top:bottom, left:right],
                sprite,
                round(column) - sprite.width,
                round(row) - sprite.height,
            )
