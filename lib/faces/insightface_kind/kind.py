from __future__ import annotations

import math
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lib.faces import quality, yaw
from lib.faces.base import (
    Face,
    FaceBox,
    FaceError,
    FaceFault,
    Point,
    TemplateMark,
    Thresholds,
)
from lib.faces.embedding import guarded
from lib.faces.insightface_kind.building import AGE, DETECTION, POSE, RECOGNITION
from lib.faces.thresholds import configured
from lib.faces.weights import digest

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

OLDEST = 120


class InsightFaceKind:
    """An operator's pack, model by model: FaceAnalysis.get would embed every face that it sees.

    Yaw comes from the pack's 68 landmarks in space where it has them, else from the five; age from
    its model of age. That model says a gender too: it is neither read nor kept. A template is of
    unit length. Its maker publishes rates for a pack, but no threshold that belongs to them, so
    FACE_MATCH_AT and FACE_GREY_AT must be set (manage.py calibrate_faces).
    """

    points = 5

    def __init__(self, models: dict[str, Any]) -> None:
        self._models = models

    @cached_property
    def mark(self) -> TemplateMark:
        model = self._recognition()
        # The detector's landmarks cut out what is embedded, so it is part of the model.
        version = digest(Path(model.model_file), Path(self._models[DETECTION].model_file))
        return TemplateMark("insightface", version, int(model.output_shape[-1]))

    @property
    def thresholds(self) -> Thresholds:
        return configured(None)

    def detect(self, image: NDArray[np.uint8]) -> list[FaceBox]:
        """See `FaceDetector.detect`."""
        boxes, _ = self._models[DETECTION].detect(_bgr(image))
        return [_within(row, image) for row in _finite(boxes)]

    def look(self, image: NDArray[np.uint8]) -> list[Face]:
        """See `FaceKind.look`."""
        turned_round = _bgr(image)
        boxes, landmarks = self._models[DETECTION].detect(turned_round)
        return [
            self._face(image, turned_round, row, five)
            for row, five in zip(_finite(boxes), _finite(landmarks), strict=True)
        ]

    def _face(self, image: NDArray[np.uint8], bgr: NDArray[np.uint8], row: Any, five: Any) -> Face:
        from insightface.app.common import Face as Seen

        box, seen = _within(row, image), Seen(bbox=row[:4], kps=five, det_score=row[4])
        landmarks = tuple(Point(float(x), float(y)) for x, y in five)
        turned = self._yaw(bgr, seen, landmarks)
        return Face(
            box, landmarks, turned, quality.of(image, box, landmarks, turned), self._age(bgr, seen)
        )

    def _yaw(self, bgr: NDArray[np.uint8], seen: Any, landmarks: tuple[Point, ...]) -> float | None:
        if POSE not in self._models:
            return yaw.degrees(*landmarks[:3], depth=yaw.NOSE_TIP)
        self._models[POSE].get(bgr, seen)
        _, turned, _ = (float(angle) for angle in seen.pose)
        return turned if math.isfinite(turned) else None

    def _age(self, bgr: NDArray[np.uint8], seen: Any) -> float | None:
        if AGE not in self._models:
            return None
        self._models[AGE].get(bgr, seen)
        years = float(seen.age)
        return years if 0 <= years <= OLDEST else None

    @guarded
    def embed(self, image: NDArray[np.uint8], face: Face) -> NDArray[np.float32]:
        """See `FaceKind.embed`."""
        import numpy as np
        from insightface.app.common import Face as Seen

        five = np.array([(point.x, point.y) for point in face.landmarks], dtype=np.float32)
        if five.shape != (self.points, 2):
            raise FaceError(FaceFault.UNKNOWN_FACE)
        found = np.asarray(self._recognition().get(_bgr(image), Seen(kps=five)), dtype=np.float32)
        length = float(np.linalg.norm(found))
        if not math.isfinite(length) or length == 0.0:
            raise FaceError(FaceFault.BAD_EMBEDDING)
        return np.asarray(found / length, dtype=np.float32)

    def _recognition(self) -> Any:
        if RECOGNITION not in self._models:
            raise FaceError(FaceFault.WRONG_PROCESS)
        return self._models[RECOGNITION]


def _bgr(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The order of colours that insightface works in."""
    import numpy as np

    return np.ascontiguousarray(image[:, :, ::-1])


def _finite(rows: Any) -> Any:
    """A box that is no number would be dropped by what compares it: a face lost in silence."""
    import numpy as np

    if not np.isfinite(rows).all():
        raise FaceError(FaceFault.BAD_PACK, "its detector gave something that is no number")
    return rows


def _within(row: Any, image: NDArray[np.uint8]) -> FaceBox:
    height, width = image.shape[:2]
    left, top, right, bottom, score = (float(value) for value in row)
    return FaceBox(
        left=min(max(0, math.floor(left)), width - 1),
        top=min(max(0, math.floor(top)), height - 1),
        right=max(1, min(width, math.ceil(right))),
        bottom=max(1, min(height, math.ceil(bottom))),
        score=score,
    )
