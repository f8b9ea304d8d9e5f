"""The one door to face detection, whichever kind stands behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lib.faces.base import FaceBox
from lib.faces.registry import build

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def detect(image: NDArray[np.uint8]) -> list[FaceBox]:
    """`image`: uint8, height x width x 3, RGB. Boxes lie within the picture."""
    return build().detect(image)
