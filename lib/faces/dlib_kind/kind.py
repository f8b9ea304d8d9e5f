from __future__ import annotations

import threading
from functools import cached_property
from typing import TYPE_CHECKING, Any

from lib.faces import quality, yaw
from lib.faces.base import Face, FaceBox, Point, TemplateMark, Thresholds
from lib.faces.dlib_kind.detector import HogDetector
from lib.faces.dlib_kind.files import LANDMARKS, RECOGNITION, weights
from lib.faces.dlib_kind.thresholds import published
from lib.faces.embedding import guarded
from lib.faces.thresholds import configured
from lib.faces.weights import digest

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DIMS = 128


class DlibKind:
    """dlib by Davis King: frontal faces, three landmarks, no age. A template is its raw descriptor
    of 128 numbers (length about 1.4): that is what its published threshold was measured on.

    On a core of 2026: detection 0.1 s for 640 x 360, landmarks 1 ms and a template 0.15 s a face.
    """

    points = 3

    def __init__(self) -> None:
        import dlib

        self._detector = HogDetector()
        self._landmarks = dlib.shape_predictor(str(weights(LANDMARKS)))
        self._lock = threading.Lock()  # the network keeps its activations in itself

    @cached_property
    def mark(self) -> TemplateMark:
        # The landmarks cut out what is embedded, so they are part of the model.
        return TemplateMark("dlib", digest(weights(RECOGNITION), weights(LANDMARKS)), DIMS)

    @cached_property
    def thresholds(self) -> Thresholds:
        return configured(published())

    @cached_property
    def _network(self) -> Any:
        import dlib

        return dlib.face_recognition_model_v1(str(weights(RECOGNITION)))

    def detect(self, image: NDArray[np.uint8]) -> list[FaceBox]:
        """See `FaceDetector.detect`."""
        return self._detector.detect(image)

    def look(self, image: NDArray[np.uint8]) -> list[Face]:
        """See `FaceKind.look`."""
        return [self._face(image, box) for box in self.detect(image)]

    def _face(self, image: NDArray[np.uint8], box: FaceBox) -> Face:
        landmarks = _three(self._shape(image, box))
        turned = yaw.degrees(*landmarks, depth=yaw.NOSE_BASE)
        return Face(box, landmarks, turned, quality.of(image, box, landmarks, turned), None)

    def _shape(self, image: NDArray[np.uint8], box: FaceBox) -> Any:
        import dlib

        # dlib's rectangles include their last row and column.
        return self._landmarks(
            image, dlib.rectangle(box.left, box.top, box.right - 1, box.bottom - 1)
        )

    @guarded
    def embed(self, image: NDArray[np.uint8], face: Face) -> NDArray[np.float32]:
        """See `FaceKind.embed`."""
        import numpy as np

        # A frame of a film may have a few bytes between its rows, which the network does not take.
        whole = np.ascontiguousarray(image)
        with self._lock:
            found = self._network.compute_face_descriptor(whole, self._shape(whole, face.box))
        return np.array(found, dtype=np.float32)


def _three(shape: Any) -> tuple[Point, Point, Point]:
    """Its five points: both corners of the eye at the picture's right, outer first, both of the
    eye at the picture's left, outer first, and where the nose meets the lip."""
    right_outer, right_inner, left_outer, left_inner, nose = shape.parts()
    return (
        Point((left_outer.x + left_inner.x) / 2, (left_outer.y + left_inner.y) / 2),
        Point((right_outer.x + right_inner.x) / 2, (right_outer.y + right_inner.y) / 2),
        Point(float(nose.x), float(nose.y)),
    )
