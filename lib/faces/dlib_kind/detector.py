from __future__ import annotations

import math
import threading
from typing import TYPE_CHECKING

from lib.faces.base import FaceBox

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# The detector's window is 80 pixels; once enlarged, faces from about 40 pixels are found.
ENLARGED = 1
# Its own default: the margin of the classifier, about 3 for a large plain face.
LEAST_SCORE = 0.0


class BrokenScore(ValueError):
    """The detector gave a score that is no number; to compare it would lose the face."""


class HogDetector:
    """dlib's histogram of gradients: frontal faces. Profiles and covered faces are missed."""

    def __init__(self) -> None:
        import dlib

        self._detector = dlib.get_frontal_face_detector()
        self._lock = threading.Lock()  # it scans in buffers of its own

    def detect(self, image: NDArray[np.uint8]) -> list[FaceBox]:
        """See `FaceDetector.detect`."""
        import numpy as np

        height, width = image.shape[:2]
        with self._lock:
            found, scores, _ = self._detector.run(
                np.ascontiguousarray(image), ENLARGED, LEAST_SCORE
            )
        if not all(math.isfinite(score) for score in scores):
            raise BrokenScore
        return [
            FaceBox(
                left=max(0, box.left()),
                top=max(0, box.top()),
                right=min(width, box.right() + 1),
                bottom=min(height, box.bottom() + 1),
                score=float(score),
            )
            for box, score in zip(found, scores, strict=True)
        ]
