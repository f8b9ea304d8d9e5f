"""What the heads are worth on rows that set nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from moderation.categories import Category
from moderation.detectors.minilm.heads import Heads
from moderation.rates import Rate
from moderation.training.embedding import Vectors
from moderation.training.fitting import row_scores
from moderation.training.rows import CATEGORIES, Row

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

OPERATING = 0.5


@dataclass(frozen=True, slots=True)
class Measured:
    """`caught`: harmful rows that their own head stops; `caught_by_any`: that some head stops;
    `passed`: rows annotated as harmless in the category that its head lets pass.
    """

    caught: Mapping[Category, Rate]
    caught_by_any: Mapping[Category, Rate]
    passed: Mapping[Category, Rate]
    stack_passed: Rate
    passed_by_source: Mapping[str, Rate]
    refused_unread: Rate


def measure(
    rows: Sequence[Row], vectors: Vectors, heads: Heads, held: NDArray[np.bool_]
) -> Measured:
    """Over the rows where `held` is true. A row that is refused unread counts as neither."""
    import numpy as np

    scores = row_scores(heads.scores(vectors.vectors), vectors, len(rows))
    stopped = scores >= OPERATING
    some: NDArray[np.bool_] = np.asarray(stopped.any(axis=1), dtype=np.bool_)
    look: NDArray[np.bool_] = np.logical_and(held, vectors.readable)
    harmless = np.array([row.benign for row in rows]) & look
    caught, by_any, passed = {}, {}, {}
    for head, category in enumerate(CATEGORIES):
        labels = [row.labels.get(category) for row in rows]
        bad = np.array([label is True for label in labels]) & look
        good = np.array([label is False for label in labels]) & look
        caught[category] = rate(stopped[bad, head])
        by_any[category] = rate(some[bad])
        passed[category] = rate(~stopped[good, head])
    return Measured(
        caught=caught,
        caught_by_any=by_any,
        passed=passed,
        stack_passed=rate(~some[harmless]),
        passed_by_source=_by_source(rows, ~some, look),
        refused_unread=rate(~vectors.readable[held]),
    )


def _by_source(
    rows: Sequence[Row], passed: NDArray[np.bool_], look: NDArray[np.bool_]
) -> dict[str, Rate]:
    """Rows with no harmful label, by where they are from: means differ more than categories."""
    import numpy as np

    found = {}
    for source in sorted({row.source for row in rows}):
        fine = [
            row.source == source and bool(row.labels) and not any(row.labels.values())
            for row in rows
        ]
        chosen = np.array(fine) & look
        if chosen.any():
            found[source] = rate(passed[chosen])
    return found


def rate(happened: NDArray[np.bool_]) -> Rate:
    return Rate(int(happened.sum()), len(happened))
