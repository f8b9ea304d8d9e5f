"""From vectors to heads: one logistic regression per category, then its operating point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from moderation.categories import Category
from moderation.detectors.minilm.heads import Heads
from moderation.training.embedding import Vectors
from moderation.training.rows import CATEGORIES, Row

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

STRENGTH = 1.0  # inverse of the regularisation; 10 and 100 were no better on dev
PASSES = (0.99, 0.998)  # share of harmless rows that pass one head, for scores 0.5 and 0.9


@dataclass(frozen=True, slots=True)
class Trained:
    heads: Heads
    positives: dict[Category, int]
    negatives: dict[Category, int]


def fit(rows: Sequence[Row], vectors: Vectors, *, seed: int) -> Trained:
    """Heads without an operating point yet. Rows without a label for a head do not teach it."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    weights, bias, positives, negatives = [], [], {}, {}
    for category in CATEGORIES:
        chosen, answers = _lessons(rows, vectors, category)
        model = LogisticRegression(
            C=STRENGTH, class_weight="balanced", max_iter=2000, random_state=seed
        )
        model.fit(vectors.vectors[chosen], answers)
        weights.append(model.coef_[0])
        bias.append(model.intercept_[0])
        positives[category] = sum(row.labels.get(category) is True for row in rows)
        negatives[category] = sum(row.labels.get(category) is False for row in rows)
    heads = Heads(
        categories=CATEGORIES,
        weights=np.array(weights, dtype=np.float32).round(5),
        bias=np.array(bias, dtype=np.float32).round(5),
        anchors=np.tile(np.array([0, 1], dtype=np.float32), (len(CATEGORIES), 1)),
    )
    return Trained(heads, positives, negatives)


def _lessons(
    rows: Sequence[Row], vectors: Vectors, category: Category
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Windows and their labels: each window of a harmless row is harmless; of a harmful row only
    the first, which is the whole of it, is known to be harmful."""
    import numpy as np

    first = np.append(True, vectors.owner[1:] != vectors.owner[:-1])
    label = np.array([rows[owner].labels.get(category) for owner in vectors.owner], dtype=object)
    chosen = np.flatnonzero((label == False) | ((label == True) & first))  # noqa: E712
    return chosen, label[chosen].astype(np.bool_)


def row_scores(windows: NDArray[np.float32], vectors: Vectors, count: int) -> NDArray[np.float32]:
    """(windows, heads) → (rows, heads): a row is as bad as its worst window."""
    import numpy as np

    worst = np.full((count, windows.shape[1]), -np.inf, dtype=np.float32)
    np.maximum.at(worst, vectors.owner, windows)
    return worst


def calibrated(heads: Heads, harmless: NDArray[np.float32]) -> Heads:
    """Anchors from `harmless` (rows, heads): raw scores of harmless rows, in the heads' units."""
    import numpy as np

    first, second = np.quantile(harmless, PASSES, axis=0)
    anchors = np.stack([first, np.maximum(second, first + 0.05)], axis=1).astype(np.float32)
    return Heads(heads.categories, heads.weights, heads.bias, anchors.round(5))
