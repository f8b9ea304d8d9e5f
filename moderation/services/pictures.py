"""From a picture in a file to a hash in the bank; the picture itself is kept nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from moderation.detectors.hashes import BankRefusal, bank_refusal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Larger ones are shrunk first, as frames are: the hash is as robust, and many times as fast.
MAX_SIDE = 256
# Of decoding: what unpacks to more is no picture of a person or a place but an attack on memory.
MOST_PIXELS = 100_000_000


class UnreadablePicture(ValueError):
    """No file, no picture, cut short, or too large to look at. The message holds no path."""


@dataclass(frozen=True, slots=True)
class HashedPicture:
    """`hash`: PDQ, 64 hexadecimal characters; `quality` 0..100; `refusal`: why no bank takes it."""

    hash: str
    quality: int
    refusal: BankRefusal | None


def hashed_picture(path: Path) -> HashedPicture:
    """What a bank would keep of an image file, of an animation the first picture.

    Raises UnreadablePicture.
    """
    from lib.media.pdq import pdq

    image = _pixels(path)
    found = pdq(image)
    refusal = bank_refusal(image, found.quality) or bank_refusal(found.hex, found.quality)
    return HashedPicture(found.hex, found.quality, refusal)


def pictures_in(path: Path) -> Iterator[NDArray[np.uint8]]:
    """Every picture of an image file, as `hashed_picture` sees it. Raises UnreadablePicture."""
    import numpy as np
    from PIL import Image, ImageOps, ImageSequence

    try:
        with Image.open(path) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise UnreadablePicture("too large")
            for picture in ImageSequence.Iterator(opened):
                upright = ImageOps.exif_transpose(picture).convert("RGB")
                upright.thumbnail((MAX_SIDE, MAX_SIDE))
                yield np.asarray(upright, np.uint8)
    except UnreadablePicture:
        raise
    except Exception as error:  # a broken file makes its reader raise anything, MemoryError too
        raise UnreadablePicture(type(error).__name__) from error


def _pixels(path: Path) -> NDArray[np.uint8]:
    """uint8, height x width x 3, RGB, at most 256 a side, turned as the camera says."""
    return next(pictures_in(path))
