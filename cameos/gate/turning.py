"""How a picture is held before the detector: nobody gets past it lying on their side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

# The embedded detector finds a face up to about 30 degrees from upright, and none at 45 (measured
# on the one portrait): eighths of a turn leave no face more than 22.5 degrees away.
DEGREES = (0, 90, 270, 180, 45, 315, 135, 225)  # the likeliest first
GREY = (128, 128, 128)


def views(image: NDArray[np.uint8]) -> Iterator[NDArray[np.uint8]]:
    """The picture in every position, upright first; what a turn lays bare is grey."""
    import numpy as np
    from PIL import Image

    picture = Image.fromarray(image)
    for degrees in DEGREES:
        yield np.ascontiguousarray(np.asarray(_turned(picture, degrees)))


def _turned(picture: Image, degrees: int) -> Image:
    from PIL import Image

    if not degrees:
        return picture
    return picture.rotate(degrees, Image.Resampling.BILINEAR, expand=True, fillcolor=GREY)
