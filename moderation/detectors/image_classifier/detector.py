from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from moderation.answers import Answer, Hit
from moderation.categories import Surface
from moderation.detectors.base import FrameSession, Source
from moderation.detectors.image_classifier.model import Model, loaded
from moderation.detectors.labels import LabelMap, label_map
from moderation.detectors.moments import Moments
from moderation.detectors.weights import (
    described,
    digest,
    folder_of,
    refuse_other_files,
    safetensors_of,
)

if TYPE_CHECKING:
    from lib.media.frames import SampledFrame

NAME = "image_classifier"
PER_SECOND = 2.0
MAX_SIDE = 512
BATCH = 8
MINOR = 0.5  # on the policy's scale


def build(model: str, labels: Path, *, device: str, may_download: bool) -> ImageClassifier:
    """Reads and checks all but the weights' meaning; loads no model library. Raises Unusable for
    a model that is missing, or whose labels are not exactly those that the map explains."""
    folder = folder_of(model, may_download=may_download)
    known = label_map(labels)
    refuse_other_files(folder, known.sha256)
    known.refuse_others(set(described(folder).get("id2label", {}).values()))
    weights = "".join(digest(path) for path in safetensors_of(folder))
    return ImageClassifier(folder, known, device, version=f"{weights[:12]}/{known.version}")


def concerns_children(labels: Path) -> bool:
    """Of a model that cannot be had, by its map; where that cannot be read, it does."""
    try:
        return label_map(labels).concerns_children
    except Exception:  # noqa: BLE001 - whatever is wrong with it
        return True


@dataclass(frozen=True)
class ImageClassifier:
    """A `FrameDetector`. `assessed` are the categories that its map says are covered wholly."""

    folder: Path
    labels: LabelMap
    device: str
    version: str
    name: str = NAME
    per_second: float = PER_SECOND
    max_side: int = MAX_SIDE
    may_stop: bool = True

    @property
    def must_assess(self) -> bool:
        """A map may name nothing but who is depicted."""
        return bool(self.labels.coverage)

    @property
    def concerns_children(self) -> bool:
        return self.labels.concerns_children

    def begin(self, source: Source) -> FrameSession:
        """Raises Unusable, and whatever a broken model raises."""
        return _Session(self, loaded(self.folder, self.labels.activation, self.device))


class _Session:
    def __init__(self, detector: ImageClassifier, model: Model) -> None:
        self._detector = detector
        self._model = model
        self._waiting: list[SampledFrame] = []
        self._moments = Moments()
        self._minor: bool | None = None

    def look(self, frame: SampledFrame) -> None:
        self._waiting.append(frame)
        if len(self._waiting) == BATCH:
            self._judge()

    def so_far(self) -> Sequence[Hit]:
        return self._moments.best()

    def answer(self) -> Sequence[tuple[Surface, Answer]]:
        self._judge()
        detector = self._detector
        answer = Answer(
            detector.name,
            detector.version,
            # Who has seen nothing has assessed nothing.
            detector.labels.coverage if self._moments.seen else {},
            self._moments.hits(),
            self._minor,
        )
        return [(Surface.FRAME, answer)]

    def _judge(self) -> None:
        if not self._waiting:
            return
        scores = self._model.scores([frame.image for frame in self._waiting])
        for frame, named in zip(self._waiting, scores, strict=True):
            for name, raw in named.items():
                self._note(name, raw, at_seconds=frame.at_seconds)
        self._waiting = []

    def _note(self, name: str, raw: float, *, at_seconds: float) -> None:
        label = self._detector.labels.labels[name]
        score = label.score(raw)
        if label.category is not None:
            self._moments.add(label.category, score, at_seconds=at_seconds, term=name)
        if label.depicts_minor and score >= MINOR:
            self._minor = True
