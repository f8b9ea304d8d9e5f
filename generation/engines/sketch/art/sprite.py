from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]
SUBPIXELS = 4


@dataclass(frozen=True, slots=True)
class Sprite:
    """A picture ready to be laid over another: colour times alpha, and what it lets through.

    `colour` is uint8 and `through` uint16 in 0..256, both height x width x 3. Full-width
    `through` costs memory and saves the broadcast, which is most of the time of a paste.
    """

    colour: Pixels
    through: NDArray[np.uint16]

    @property
    def height(self) -> int:
        return int(self.colour.shape[0])

    @property
    def width(self) -> int:
        return int(self.colour.shape[1])

    @property
    def nbytes(self) -> int:
        return self.colour.nbytes + self.through.nbytes


def sprite_of(image: Image.Image | Pixels) -> Sprite:
    """From RGBA with straight alpha."""
    picture = image if isinstance(image, Image.Image) else Image.fromarray(image)
    size = (picture.height, picture.width)
    packed = np.frombuffer(picture.convert("RGBa").tobytes(), np.uint8).reshape(*size, 4)
    alpha = picture.getchannel("A")
    cover = np.asarray(Image.merge("RGB", (alpha, alpha, alpha))).astype(np.uint16)
    # Of 256 and not of 255: the shift that divides rounds down, so that opaque lets nothing through
    # and no sum exceeds 255.
    return Sprite(np.ascontiguousarray(packed[..., :3]), 256 - cover)


def paste(frame: Pixels, sprite: Sprite, left: int, top: int) -> None:
    """Lays the sprite over the frame in place, cut at the frame's edges."""
    height, width = frame.shape[:2]
    x0, y0 = max(left, 0), max(top, 0)
    x1, y1 = min(left + sprite.width, width), min(top + sprite.height, height)
    if x0 >= x1 or y0 >= y1:
        return
    under = frame[y0:y1, x0:x1]
    part = (slice(y0 - top, y1 - top), slice(x0 - left, x1 - left))
    blended = np.multiply(under, sprite.through[part])
    blended >>= 8
    blended += sprite.colour[part]
    under[...] = blended


def shifted(sprite: Sprite, x_steps: int, y_steps: int) -> Sprite:
    """Moved right and down by quarters of a pixel, which makes slow motion smooth."""
    for axis, steps in ((1, x_steps), (0, y_steps)):
        if steps:
            sprite = Sprite(
                _mixed(sprite.colour, steps, axis=axis, empty=0).astype(np.uint8),
                _mixed(sprite.through, steps, axis=axis, empty=256),
            )
    return sprite


def _mixed(
    values: NDArray[np.uint8] | NDArray[np.uint16], steps: int, *, axis: int, empty: int
) -> NDArray[np.uint16]:
    """One longer along the axis.."""
    shape = list(values.shape)
    shape[axis] += 1
    total = np.full(shape, empty * SUBPIXELS, np.uint16)
    first = total[:-1] if axis == 0 else total[:, :-1]
    second = total[1:] if axis == 0 else total[:, 1:]
    first -= np.uint16(empty * (SUBPIXELS - steps))
    second -= np.uint16(empty * steps)
    first += values * np.uint16(SUBPIXELS - steps)
    second += values * np.uint16(steps)
    total //= SUBPIXELS
    return total
