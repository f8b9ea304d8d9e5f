from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from moderation.answers import Answer, Coverage, Hit
from moderation.categories import Category, Surface
from moderation.detectors.base import FrameSession, Source
from moderation.detectors.labels import Label
from moderation.detectors.moments import Moments
from moderation.detectors.weights import Unusable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from lib.media.frames import SampledFrame

NAME = "nudenet"
PER_SECOND = 2.0
MAX_SIDE = 640

# From the model's own score (it drops those below 0.25) to the policy's scale. Chosen by what the
# classes mean, not measured: this project holds no pictures of the kind.
EXPLICIT = Label(Category.SEXUAL, points=((0.25, 0.5), (0.5, 0.85), (0.75, 0.95)))
BARE = Label(Category.SEXUAL, points=((0.25, 0.3), (0.5, 0.5), (0.8, 0.8)))
COVERED = Label(Category.SEXUAL, points=((0.25, 0.0), (0.9, 0.3)))
CLASSES: Mapping[str, Label] = {
    **dict.fromkeys(
        ("FEMALE_GENITALIA_EXPOSED", "MALE_GENITALIA_EXPOSED", "ANUS_EXPOSED"), EXPLICIT
    ),
    **dict.fromkeys(("FEMALE_BREAST_EXPOSED", "BUTTOCKS_EXPOSED"), BARE),
    **dict.fromkeys(
        (
            *("FEMALE_GENITALIA_COVERED", "ANUS_COVERED"),
            *("FEMALE_BREAST_COVERED", "BUTTOCKS_COVERED"),
        ),
        COVERED,
    ),
}  # fmt: skip
# Seen by the model, and no matter of this category.
HARMLESS = frozenset(
    {
        *("FACE_FEMALE", "FACE_MALE", "MALE_BREAST_EXPOSED", "FEET_EXPOSED", "FEET_COVERED"),
        *("BELLY_EXPOSED", "BELLY_COVERED", "ARMPITS_EXPOSED", "ARMPITS_COVERED"),
    }
)


class UnknownClass(Exception):
    """The model names a class that nobody here has weighed."""


def build() -> NudeNet:
    """Raises Unusable where the package is not installed. Loads nothing."""
    try:
        return NudeNet(version=f"nudenet-{version('nudenet')}")
    except PackageNotFoundError as error:
        raise Unusable("the package is not installed (requirements-nudenet.lock)") from error


@dataclass(frozen=True)
class NudeNet:
    """A `FrameDetector`. It sees bare skin, not what people do: a part of what is sexual."""

    version: str
    name: str = NAME
    per_second: float = PER_SECOND
    max_side: int = MAX_SIDE
    may_stop: bool = True
    must_assess: bool = True
    concerns_children: bool = False

    def begin(self, source: Source) -> FrameSession:
        """Raises what a missing or broken model raises."""
        return Session(self, _engine())


class Session:
    """`engine`: anything whose `detect` takes an image (BGR) and names classes with scores."""

    def __init__(self, detector: NudeNet, engine: Any) -> None:
        self._detector = detector
        self._engine = engine
        self._moments = Moments()

    def look(self, frame: SampledFrame) -> None:
        """Raises UnknownClass, and BrokenAnswer for a score that is NaN."""
        self._moments.add(Category.SEXUAL, 0.0, at_seconds=frame.at_seconds)
        for found in self._detected(frame.image):
            name = str(found["class"])
            if name in HARMLESS:
                continue
            if name not in CLASSES:
                raise UnknownClass
            score = CLASSES[name].score(float(found["score"]))
            self._moments.add(Category.SEXUAL, score, at_seconds=frame.at_seconds, term=name)

    def _detected(self, image: NDArray[np.uint8]) -> list[dict[str, Any]]:
        import numpy as np

        with _LOCK:
            # As OpenCV reads files, which is what it was made for.
            found: list[dict[str, Any]] = self._engine.detect(
                np.ascontiguousarray(image[..., ::-1])
            )
        return found

    def so_far(self) -> Sequence[Hit]:
        return self._moments.best()

    def answer(self) -> Sequence[tuple[Surface, Answer]]:
        name, number = self._detector.name, self._detector.version
        coverage = {Category.SEXUAL: Coverage.PARTIAL} if self._moments.seen else {}
        return [(Surface.FRAME, Answer(name, number, coverage, self._moments.hits()))]


_LOCK = threading.Lock()


@lru_cache(maxsize=1)
def _engine() -> Any:
    from nudenet import NudeDetector

    return NudeDetector()
