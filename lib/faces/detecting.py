"""The one door to face detection, whichever detector stands behind it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from lib.faces.base import FaceBox, FaceDetector

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def detect(image: NDArray[np.uint8]) -> list[FaceBox]:
    """`image`: uint8, height x width x 3, RGB. Boxes lie within the picture."""
    return _detector().detect(image)


@lru_cache(maxsize=1)
def _detector() -> FaceDetector:
    from lib.faces.dlib_hog.detector import HogDetector

    return HogDetector()
