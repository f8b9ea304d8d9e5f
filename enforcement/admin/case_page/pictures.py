"""What is left of a picture before somebody asked to see it: no detail travels at all (Q-17)."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

BLUR = 14  # pixels of radius, on a tile of a spritesheet: shapes are left, and nothing to know by
SMALLEST = 8  # how much smaller it is made before, so that nothing can be sharpened again


def greyed(content: bytes) -> bytes:
    """Sharp and without colour, as WebP. Raises OSError for what is no picture."""
    return _saved(_grey(content))


def blurred(content: bytes) -> bytes:
    """Neither sharp nor coloured. Raises the same."""
    from PIL import ImageFilter

    image = _grey(content)
    width, height = image.size
    small = image.resize((max(1, width // SMALLEST), max(1, height // SMALLEST)))
    soft = small.filter(ImageFilter.GaussianBlur(BLUR / SMALLEST))
    return _saved(soft.resize((width, height)))


def _grey(content: bytes) -> Image:
    from PIL import Image

    return Image.open(BytesIO(content)).convert("L")


def _saved(image: Image) -> bytes:
    into = BytesIO()
    image.save(into, "WEBP", quality=80)
    return into.getvalue()
