from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class FaceBox:
    """Pixels of the picture, `right` and `bottom` exclusive; `score` is the detector's own.

    Where a face is, never whose: nothing here describes the person.
    """

    left: int
    top: int
    right: int
    bottom: int
    score: float


class FaceDetector(Protocol):
    def detect(self, image: NDArray[np.uint8]) -> list[FaceBox]:
        """`image`: uint8, height x width x 3, RGB."""
        ...
