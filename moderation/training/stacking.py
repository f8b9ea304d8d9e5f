"""The parts made one: network beside n-grams, with an operating point for each head."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from moderation.detectors.minilm.heads import Heads
from moderation.detectors.minilm.ngrams import Ngrams
from moderation.training.allotting import Trial, anchors_of
from moderation.training.embedding import Vectors, of_rows
from moderation.training.rows import CATEGORIES, Row
from moderation.training.tuning import Tuned

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Parts:
    """What the two parts say of each window, (windows, heads) both, in their own units."""

    network: NDArray[np.float32]
    ngrams: NDArray[np.float32]

    @classmethod
    def of(cls, vectors: Vectors, heads: Heads, ngrams: Ngrams) -> Parts:
        return cls(heads.network(vectors.vectors), ngrams.raw(vectors.texts))

    def raw(self, heads: Heads) -> NDArray[np.float32]:
        return self.network + self.ngrams * heads.pieces


def heads_of(tuned: Tuned) -> Heads:
    """Without n-grams and without an operating point yet."""
    import numpy as np

    (hidden, hidden_bias), (weights, bias) = tuned.layers
    count = len(CATEGORIES)
    return Heads(
        categories=CATEGORIES,
        hidden=hidden,
        hidden_bias=hidden_bias,
        weights=weights[:count].copy(),
        bias=bias[:count].copy(),
        pieces=np.zeros(count, dtype=np.float32),
        anchors=np.tile(np.array([0, 1], dtype=np.float32), (count, 1)),
    )


def stacked(
    heads: Heads, parts: Parts, vectors: Vectors, labels: NDArray[np.float32], *, seed: int
) -> Heads:
    """How much the n-grams count: one logistic regression over all calibration rows and heads.

    One for all heads: most of them have too few harmful calibration rows for one of their own.
    """
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    sides = [of_rows(side, vectors) for side in (parts.network, parts.ngrams)]
    known = ~np.isnan(labels) & vectors.readable[:, None]
    features = np.stack([side[known] for side in sides], axis=1)
    answers, weights = labels[known], _balanced(labels, known)[known]
    model = LogisticRegression(C=1.0, random_state=seed).fit(features, answers, weights)
    network, ngrams = model.coef_[0]
    share = max(0.0, float(ngrams)) / max(float(network), 1e-6)
    return replace(heads, pieces=np.full(len(CATEGORIES), round(share, 4), dtype=np.float32))


def _balanced(labels: NDArray[np.float32], known: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Each head, and in it harmful and harmless rows, weigh the same."""
    import numpy as np

    weights = np.zeros(labels.shape)
    for head in range(labels.shape[1]):
        for answer in (0, 1):
            rows = known[:, head] & (labels[:, head] == answer)
            weights[rows, head] = 1000 / max(int(rows.sum()), 1)
    return weights


def at_operating_point(
    heads: Heads, parts: Parts, vectors: Vectors, rows: Sequence[Row], labels: NDArray[np.float32]
) -> Heads:
    """Anchors from calibration rows alone; what cannot be read sets nothing."""
    import numpy as np

    seen = vectors.readable
    harmless = np.array([row.benign for row in rows])[seen]
    speech = np.array([row.is_speech for row in rows])[seen]
    raw = of_rows(parts.raw(heads), vectors)[seen]
    return heads.anchored(anchors_of(Trial(raw, labels[seen], harmless, speech)).round(4))
