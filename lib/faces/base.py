from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ADULT_AT = 18


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


@dataclass(frozen=True, slots=True)
class Point:
    """Pixels of the picture, from its upper left corner."""

    x: float
    y: float


class Band(StrEnum):
    """Of an age that a model guessed from a face: a reason to ask, never a proof."""

    UNDER_18 = "under_18"
    ADULT = "adult"
    UNSURE = "unsure"
    NOT_ASSESSED = "not_assessed"


def apparent_band(years: float | None, *, adult_from: float) -> Band:
    """Between 18 and `adult_from` lies what the model's error does not let anybody say: UNSURE.
    Without an age, or with one that is no number, nobody looked."""
    if adult_from < ADULT_AT:
        raise ValueError("adult_from is at least 18: a margin never counts against a child.")
    if years is None or not math.isfinite(years):
        return Band.NOT_ASSESSED
    if years < ADULT_AT:
        return Band.UNDER_18
    return Band.ADULT if years >= adult_from else Band.UNSURE


@dataclass(frozen=True, slots=True)
class Face:
    """Where a face is and how it is shown, never whose it is.

    landmarks -- in this order: left eye, right eye, nose, left corner of the mouth, right corner
        of the mouth; left as one sees the picture. A kind that does not find the mouth gives the
        first three: `FaceKind.points`.
    yaw_degrees -- 0 looks into the camera; positive is turned to the picture's right. None: not
        assessed. How sure it is stands with each kind.
    quality -- 0 to 1 (lib/faces/quality.py). None: not assessed.
    apparent_age_years -- None: not assessed.
    """

    box: FaceBox
    landmarks: tuple[Point, ...]
    yaw_degrees: float | None
    quality: float | None
    apparent_age_years: float | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class TemplateMark:
    """Which model made a template. Stored beside it; templates of two marks say nothing of each
    other, so nothing ever compares them: `comparing.same` raises MarksDiffer.

    version -- begins with the SHA-256 of the weights (12 hexadecimal digits): other weights, other
        mark, whatever their file is called.
    """

    kind: str
    version: str
    dims: int


class Closeness(StrEnum):
    SAME = "same"
    UNSURE = "unsure"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Euclidean distances between two templates of one mark.

    Up to `match` it is the same person; above it and up to `grey` nobody can say, which is a hold;
    beyond it is somebody else. `source` says where the two numbers come from.
    """

    match: float
    grey: float
    source: str

    def __post_init__(self) -> None:
        if not 0 < self.match <= self.grey:
            raise ValueError("Thresholds: 0 < match <= grey.")

    def closeness(self, distance: float) -> Closeness:
        """What is no number is unsure, never somebody else."""
        if distance <= self.match:
            return Closeness.SAME
        return Closeness.OTHER if distance > self.grey else Closeness.UNSURE


class FaceFault(StrEnum):
    NO_WEIGHTS = "face_weights_missing"
    NO_LICENCE = "face_pack_licence_not_stated"
    NO_THRESHOLDS = "face_thresholds_not_set"
    BAD_PACK = "face_pack_unusable"
    DETECTOR_FAILED = "attack_detector_failed"
    WRONG_PROCESS = "embedding_outside_likeness"
    BAD_EMBEDDING = "embedding_not_finite"
    UNKNOWN_FACE = "face_not_of_this_picture"


class FaceError(Exception):
    """Never quotes a vector. `fault` is stable, `detail` is for the operator."""

    def __init__(self, fault: FaceFault, detail: str = "") -> None:
        super().__init__(f"{fault.value}: {detail}" if detail else fault.value)
        self.fault = fault
        self.detail = detail


class MarksDiffer(Exception):
    """Two templates were made by different models."""

    def __init__(self, one: TemplateMark, other: TemplateMark) -> None:
        super().__init__(
            f"{one.kind} {one.version} is never compared with {other.kind} {other.version}."
        )


class FaceDetector(Protocol):
    def detect(self, image: NDArray[np.uint8]) -> list[FaceBox]:
        """`image`: uint8, height x width x 3, RGB. Boxes lie within the picture."""
        ...


class FaceKind(FaceDetector, Protocol):
    """One set of models. Every `image` is uint8, height x width x 3, RGB."""

    @property
    def mark(self) -> TemplateMark: ...

    @property
    def thresholds(self) -> Thresholds: ...

    @property
    def points(self) -> int:
        """How many landmarks `look` gives: 3 or 5."""
        ...

    def look(self, image: NDArray[np.uint8]) -> list[Face]:
        """Every face, in the order of `detect`. Nothing is embedded."""
        ...

    def embed(self, image: NDArray[np.uint8], face: Face) -> NDArray[np.float32]:
        """The template of one face that `look` saw in this very picture: shape (dims,), finite.

        As its model's published evaluation compares it, by Euclidean distance: of unit length for
        insightface, raw (about 1.4) for dlib. Only the likeness process may: elsewhere it raises
        FaceError(WRONG_PROCESS). Every call is counted (lib/faces/embedding.py).
        """
        ...
