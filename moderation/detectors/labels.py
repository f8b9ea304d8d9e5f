"""What the labels of a picture model mean here, as an operator wrote it down.

covers = ["violence"]              # categories that the labels cover wholly
activation = "softmax"             # or "sigmoid", for labels that do not exclude each other
[sha256]                           # optional: the files that must be these
"model.safetensors" = "..."
[labels.explosion]
category = "violence"
threshold = 0.2                    # scores below are 0
calibration = [[0.2, 0.0], [0.7, 0.5], [0.98, 0.9]]
[labels.landscape]
category = "none"
"""

from __future__ import annotations

import hashlib
import math
import tomllib
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from moderation.answers import Coverage
from moderation.categories import Category
from moderation.detectors.weights import Unusable

NONE = "none"
ACTIVATIONS = ("softmax", "sigmoid")
IDENTITY = ((0.0, 0.0), (1.0, 1.0))
FIELDS = {"category", "threshold", "calibration", "depicts_minor"}


@dataclass(frozen=True, slots=True)
class Label:
    """`points`: raw scores and what they mean on the policy's scale, in rising order; straight
    lines between them. Raw scores below `threshold` are 0."""

    category: Category | None
    threshold: float = 0.0
    points: tuple[tuple[float, float], ...] = IDENTITY
    depicts_minor: bool = False

    def score(self, raw: float) -> float:
        """NaN stays NaN, so that no answer can be made of it."""
        if not math.isfinite(raw):
            return math.nan
        if raw < self.threshold:
            return 0.0
        if raw <= self.points[0][0]:
            return self.points[0][1]
        if raw >= self.points[-1][0]:
            return self.points[-1][1]
        after = bisect_right([point for point, _ in self.points], raw)
        (low, bottom), (high, top) = self.points[after - 1 : after + 1]
        return bottom + (top - bottom) * (raw - low) / (high - low)


@dataclass(frozen=True, slots=True)
class LabelMap:
    labels: Mapping[str, Label]
    covers: frozenset[Category]
    activation: str
    sha256: Mapping[str, str]
    version: str

    @property
    def coverage(self) -> dict[Category, Coverage]:
        """What a model with these labels can say at all."""
        named = {label.category for label in self.labels.values() if label.category}
        return {
            category: Coverage.ASSESSED if category in self.covers else Coverage.PARTIAL
            for category in named
        }

    @property
    def concerns_children(self) -> bool:
        """Who alone says that somebody is under 18 decides what counts as child safety."""
        return any(
            label.depicts_minor or label.category == Category.CHILD_SAFETY
            for label in self.labels.values()
        )

    def refuse_others(self, names: set[str]) -> None:
        """Raises Unusable unless these are exactly the labels that are explained."""
        if unexplained := sorted(names - self.labels.keys()):
            raise Unusable(f"labels that the map does not explain: {', '.join(unexplained)}")
        if unknown := sorted(self.labels.keys() - names):
            raise Unusable(f"labels that the model does not have: {', '.join(unknown)}")


def label_map(path: Path) -> LabelMap:
    """Raises Unusable for a file that is missing or says anything that is not understood."""
    try:
        text = path.read_text()
        raw = tomllib.loads(text)
    except (OSError, ValueError) as error:
        raise Unusable("the map of labels cannot be read") from error
    if strange := raw.keys() - {"covers", "activation", "sha256", "labels"}:
        raise Unusable(f"the map of labels has strange keys: {', '.join(sorted(strange))}")
    labels = {name: _label(name, row) for name, row in _table(raw, "labels").items()}
    covers = frozenset(_category(name) for name in raw.get("covers", []))
    if bare := covers - {label.category for label in labels.values()}:
        raise Unusable(f"covered, yet no label speaks of it: {', '.join(sorted(bare))}")
    activation = raw.get("activation", "softmax")
    if activation not in ACTIVATIONS:
        raise Unusable(f"activation is none of: {', '.join(ACTIVATIONS)}")
    version = hashlib.sha256(text.encode()).hexdigest()[:12]
    return LabelMap(labels, covers, activation, _digests(raw), version)


def _label(name: str, row: Any) -> Label:
    if not isinstance(row, dict) or row.keys() - FIELDS or "category" not in row:
        raise Unusable(f"label {name}: needs a category, and nothing that is not understood")
    category = None if row["category"] == NONE else _category(row["category"])
    points = tuple((_share(raw), _share(score)) for raw, score in row.get("calibration", IDENTITY))
    if len(points) < 2 or any(a[0] >= b[0] or a[1] > b[1] for a, b in pairwise(points)):
        raise Unusable(f"label {name}: a calibration rises, over two points or more")
    minor = row.get("depicts_minor", False)
    if not isinstance(minor, bool):
        raise Unusable(f"label {name}: depicts_minor is true or false")
    return Label(category, _share(row.get("threshold", 0.0)), points, minor)


def _category(name: Any) -> Category:
    try:
        return Category(name)
    except ValueError:
        raise Unusable(f"no such category: {name}") from None


def _share(value: Any) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 1:
        raise Unusable("scores and thresholds lie from 0 to 1")
    return float(value)


def _table(raw: Mapping[str, Any], name: str) -> dict[str, Any]:
    table = raw.get(name, {})
    if not isinstance(table, dict) or not table:
        raise Unusable(f"the map has no {name}")
    return table


def _digests(raw: Mapping[str, Any]) -> dict[str, str]:
    named = raw.get("sha256", {})
    if not isinstance(named, dict) or not all(isinstance(one, str) for one in named.values()):
        raise Unusable("sha256 names files and their hexadecimal digits")
    return dict(named)
