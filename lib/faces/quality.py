"""How well a picture shows a face: one number, so that a bad one can be asked for again.

Ours, not the measure of ISO/IEC 29794-5: that needs models of its own. The least of three parts
counts, for none makes up for another.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from lib.faces.base import FaceBox, Point

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Pixels between the eyes: what ISO/IEC 19794-5 asks of a full frontal picture. Half of it is 0.5.
FULL_EYE_DISTANCE = 90.0
# Variance of the Laplacian (Pech-Pacheco and others, 2000) of the face as grey, 0 to 255, shrunk or
# enlarged to one side, so that it does not depend on the picture's size. A portrait of 43 pixels
# between the eyes has 340; blurred by one pixel (sigma) 50, by two 10.
SIDE = 96
SHARP = 100.0


def of(
    image: NDArray[np.uint8],
    box: FaceBox,
    landmarks: tuple[Point, ...],
    yaw_degrees: float | None,
) -> float | None:
    """0 to 1, the least of size, sharpness and frontalness; None where the yaw is not known."""
    if yaw_degrees is None:
        return None
    return min(_size(landmarks), _sharpness(image, box), frontalness(yaw_degrees))


def frontalness(yaw_degrees: float) -> float:
    """1 into the camera, 0 from the side."""
    return max(0.0, math.cos(math.radians(yaw_degrees)))


def _size(landmarks: tuple[Point, ...]) -> float:
    left, right = landmarks[:2]
    return min(1.0, math.hypot(right.x - left.x, right.y - left.y) / FULL_EYE_DISTANCE)


def _sharpness(image: NDArray[np.uint8], box: FaceBox) -> float:
    return min(1.0, laplacian_variance(image, box) / SHARP)


def laplacian_variance(image: NDArray[np.uint8], box: FaceBox) -> float:
    import numpy as np
    from PIL import Image

    cut = np.ascontiguousarray(image[box.top : box.bottom, box.left : box.right])
    if not cut.size:
        return 0.0
    grey = Image.fromarray(cut).convert("L").resize((SIDE, SIDE), Image.Resampling.BILINEAR)
    g = np.asarray(grey, dtype=np.float32)
    around = g[:-2, 1:-1] + g[2:, 1:-1] + g[1:-1, :-2] + g[1:-1, 2:]
    return float((around - 4 * g[1:-1, 1:-1]).var())
