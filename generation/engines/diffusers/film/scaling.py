"""From the model's size to the one that was asked for: filled, cut evenly at two sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image, ImageOps

from generation.engines.base import Size

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def scaled(frame: NDArray[np.uint8], size: Size) -> NDArray[np.uint8]:
    import numpy as np

    if frame.shape[:2] == (size.height, size.width):
        return frame
    picture = Image.fromarray(frame)
    return np.asarray(ImageOps.fit(picture, (size.width, size.height), Image.Resampling.LANCZOS))
