from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import dataclass, replace
from functools import lru_cache

from PIL import Image

from generation.engines.sketch.art.cutout import cutout
from generation.engines.sketch.art.sprite import (
    SUBPIXELS,
    Pixels,
    Sprite,
    paste,
    shifted,
    sprite_of,
)
from generation.engines.sketch.colour import Rgb

BANK_BYTES = 48 * 1024 * 1024
BEATS = 12
ANGLES = 8
SCALE_STEPS = 96


@dataclass(frozen=True, slots=True)
class Look:
    """Everything that decides a sprite's pixels. Angle in eighths of a degree; scales in 1/96."""

    thing: str
    colour: Rgb
    height: int
    grade: tuple[float, ...] = (1.0, 1.0, 1.0)
    beat: int = 0
    mirrored: bool = False
    angle: int = 0
    wide: int = SCALE_STEPS
    high: int = SCALE_STEPS

    def posed(self, *, angle: float, wide: float, high: float, beat: float, mirrored: bool) -> Look:
        """Angles and scales are rounded to what moves the rim by about a pixel."""
        turn = max(1, round(ANGLES * math.degrees(2 / self.height)))
        grow = max(1, round(SCALE_STEPS / self.height))
        return replace(
            self,
            angle=round(angle * ANGLES / turn) * turn % (360 * ANGLES),
            wide=max(2, round(wide * SCALE_STEPS / grow) * grow),
            high=max(2, round(high * SCALE_STEPS / grow) * grow),
            beat=int(beat * BEATS) % BEATS,
            mirrored=mirrored,
        )


class SpriteBank:
    """Finished sprites, the least used forgotten first, so a film of any length needs the same."""

    def __init__(self, limit: int = BANK_BYTES) -> None:
        self._limit = limit
        self._held = 0
        self._sprites: OrderedDict[tuple[Look, int, int], Sprite] = OrderedDict()

    def paste(self, frame: Pixels, look: Look, x: float, y: float) -> None:
        """Centred on (x, y), placed to a quarter of a pixel."""
        whole = self._get(look, 0, 0)
        column, x_steps = quarters(x - whole.width / 2)
        row, y_steps = quarters(y - whole.height / 2)
        paste(frame, self._get(look, x_steps, y_steps), column, row)

    def _get(self, look: Look, x_steps: int, y_steps: int) -> Sprite:
        key = (look, x_steps, y_steps)
        if key in self._sprites:
            self._sprites.move_to_end(key)
            return self._sprites[key]
        if x_steps or y_steps:
            sprite = shifted(self._get(look, 0, 0), x_steps, y_steps)
        else:
            sprite = sprite_of(posed(look))
        self._sprites[key] = sprite
        self._held += sprite.nbytes
        while self._held > self._limit and len(self._sprites) > 1:
            self._held -= self._sprites.popitem(last=False)[1].nbytes
        return sprite


def quarters(position: float) -> tuple[int, int]:
    whole = math.floor(position)
    steps = round((position - whole) * SUBPIXELS)
    return (whole + 1, 0) if steps == SUBPIXELS else (whole, steps)


@lru_cache(maxsize=64)
def _drawn(
    thing: str, colour: Rgb, height: int, grade: tuple[float, ...], beat: int
) -> Image.Image:
    return cutout(thing, colour=colour, height=height, beat=beat / BEATS, grade=grade)


def posed(look: Look) -> Image.Image:
    image = _drawn(look.thing, look.colour, look.height, look.grade, look.beat)
    if look.mirrored:
        image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    if (look.wide, look.high) != (SCALE_STEPS, SCALE_STEPS):
        width = max(1, round(image.width * look.wide / SCALE_STEPS))
        height = max(1, round(image.height * look.high / SCALE_STEPS))
        image = image.resize((width, height), Image.Resampling.BILINEAR)
    if look.angle:
        image = image.rotate(-look.angle / ANGLES, Image.Resampling.BILINEAR, expand=True)
    return image


def posed_size(look: Look) -> tuple[int, int]:
    return posed(look).size
