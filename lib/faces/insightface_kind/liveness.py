from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from lib.faces.base import Face, FaceError, FaceFault
from lib.faces.insightface_kind.files import liveness_file
from lib.faces.insightface_kind.providers import as_asked, providers
from lib.faces.presentation import AttackAnswer
from lib.faces.weights import digest

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

POINTS = 5  # it aligns by the mouth too


def from_settings() -> LivenessAddon:
    """Raises FaceError."""
    from insightface.addons import Liveness

    file = liveness_file()
    try:
        model = Liveness(file, providers=providers())
    except Exception as error:
        raise FaceError(FaceFault.BAD_PACK, type(error).__name__) from error
    as_asked(model.session)
    return LivenessAddon(model, digest(file))


class LivenessAddon:
    """insightface's add-on, at its own threshold of 0.8. It looks at single pictures: a screen or a
    print held before the camera. Nobody has published its error rates (ISO/IEC 30107-3)."""

    name = "insightface_liveness"

    def __init__(self, model: Any, version: str) -> None:
        self._model = model
        self.version = version

    def judge(
        self, frames: Sequence[NDArray[np.uint8]], faces: Sequence[Face]
    ) -> tuple[AttackAnswer, float | None]:
        """One frame that shows an attack is one; then one that could not be judged makes the whole
        not assessed. The score is the least of those that there are."""
        answers = [self._one(frame, face) for frame, face in zip(frames, faces, strict=True)]
        scores = [answer["live_score"] for answer in answers if answer["status"] == "ok"]
        least = min(scores, default=None)
        if any(answer["is_live"] is False for answer in answers):
            return AttackAnswer.ATTACK, least
        if not answers or len(scores) < len(answers):
            return AttackAnswer.NOT_ASSESSED, least
        return AttackAnswer.BONA_FIDE, least

    def _one(self, frame: NDArray[np.uint8], face: Face) -> dict[str, Any]:
        import numpy as np

        if len(face.landmarks) != POINTS:
            return {"status": "input_rejected", "is_live": None, "live_score": None}
        five = np.array([(point.x, point.y) for point in face.landmarks], dtype=np.float32)
        found: dict[str, Any] = self._model.predict(np.ascontiguousarray(frame[:, :, ::-1]), five)
        return found
