"""What the detector is worth on rows that set nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from moderation.categories import Category
from moderation.rates import Rate
from moderation.training.rows import CATEGORIES, Row

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

OPERATING = 0.5


@dataclass(frozen=True, slots=True)
class Cell:
    """`caught`: harmful rows that the category's own head stops; `caught_by_any`: that some head
    stops; `passed`: rows annotated as harmless in the category that its head lets pass.
    """

    caught: Rate
    caught_by_any: Rate
    passed: Rate


@dataclass(frozen=True, slots=True)
class Measured:
    """`with_likeness` and `without`: only rows that say whether a real person is named."""

    categories: Mapping[Category, Cell]
    with_likeness: Mapping[Category, Cell]
    without_likeness: Mapping[Category, Cell]
    stack_passed: Rate
    passed_by_source: Mapping[str, Rate]
    caught_by_source: Mapping[str, Rate]
    refused_unread: Rate


@dataclass(frozen=True, slots=True)
class Seen:
    """Rows with their scores (rows, heads) and whether they can be read (rows,)."""

    rows: Sequence[Row]
    scores: NDArray[np.float32]
    readable: NDArray[np.bool_]


def measure(seen: Seen) -> Measured:
    """A row that is refused unread counts as neither stopped nor passed."""
    import numpy as np

    some = _some(seen)
    harmless = np.array([row.benign for row in seen.rows]) & seen.readable
    named = np.array([row.likeness is True for row in seen.rows])
    unnamed = np.array([row.likeness is False for row in seen.rows])
    return Measured(
        categories=_cells(seen, seen.readable),
        with_likeness=_cells(seen, seen.readable & named),
        without_likeness=_cells(seen, seen.readable & unnamed),
        stack_passed=rate(~some[harmless]),
        passed_by_source=_by_source(seen, ~some, harmful=False),
        caught_by_source=_by_source(seen, some, harmful=True),
        refused_unread=rate(~seen.readable),
    )


def _some(seen: Seen) -> NDArray[np.bool_]:
    import numpy as np

    return np.asarray((seen.scores >= OPERATING).any(axis=1), dtype=np.bool_)


def _cells(seen: Seen, look: NDArray[np.bool_]) -> dict[Category, Cell]:
    import numpy as np

    some, found = _some(seen), {}
    for head, category in enumerate(CATEGORIES):
        labels = [row.labels.get(category) for row in seen.rows]
        bad = np.array([label is True for label in labels]) & look
        good = np.array([label is False for label in labels]) & look
        stopped = seen.scores[:, head] >= OPERATING
        found[category] = Cell(rate(stopped[bad]), rate(some[bad]), rate(~stopped[good]))
    return found


def _by_source(seen: Seen, happened: NDArray[np.bool_], *, harmful: bool) -> dict[str, Rate]:
    """Rows with a harmful label, or with labels and no harmful one, by where they are from."""
    import numpy as np

    found = {}
    for source in sorted({row.source for row in seen.rows}):
        chosen = [
            row.source == source and bool(row.labels) and any(row.labels.values()) is harmful
            for row in seen.rows
        ]
        look = np.array(chosen) & seen.readable
        if look.any():
            found[source] = rate(happened[look])
    return found


def rate(happened: NDArray[np.bool_]) -> Rate:
    return Rate(int(happened.sum()), len(happened))
