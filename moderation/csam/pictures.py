"""A picture as the service gets it: its PDQ hash, and a JPEG of it."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from moderation.csam.wire import Item

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

JPEG_QUALITY = 90


def as_item(image: NDArray[np.uint8], *, at_seconds: float | None = None) -> Item:
    """`image`: uint8, height x width x 3, RGB."""
    from PIL import Image

    from lib.media.pdq import pdq

    found = pdq(image)
    out = BytesIO()
    Image.fromarray(image).save(out, "JPEG", quality=JPEG_QUALITY)
    hashes = {"pdq": found.hex, "pdq_quality": str(found.quality)}
    return Item(hashes, out.getvalue(), at_seconds)
