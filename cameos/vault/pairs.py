"""Which two people who are enrolled are alike: ids and distances, never a vector."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from lib.faces.comparing import distances

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from cameos.vault.loading import Loaded

AT_ONCE = 64  # rows: their scores against 100,000 templates are 26 MB
# What the matrix product in float32 may be off by; whatever lies within is measured exactly.
SLACK = 1e-3


@dataclass(frozen=True, slots=True)
class Pair:
    """Two cameos and how far their nearest templates are."""

    one: UUID
    other: UUID
    distance: float


def near_pairs(held: Loaded, among: NDArray[np.bool_], *, within: float) -> list[Pair]:
    """Every two of different cameos that are no further apart; the nearest first."""
    import numpy as np

    best: dict[tuple[UUID, UUID], float] = {}
    numbers = np.flatnonzero(among)
    for start in range(0, len(numbers), AT_ONCE):
        some, rest = numbers[start : start + AT_ONCE], numbers[start:]
        for first, second in _candidates(held, some, rest, within):
            one, other = sorted((held.cameos[first], held.cameos[second]))
            apart = float(distances(held.rows[first], held.rows[second : second + 1])[0])
            if one != other and apart <= within:
                best[one, other] = min(apart, best.get((one, other), apart))
    return sorted(
        (Pair(*pair, apart) for pair, apart in best.items()), key=lambda one: one.distance
    )


def _candidates(
    held: Loaded, some: NDArray[np.intp], rest: NDArray[np.intp], within: float
) -> list[tuple[int, int]]:
    import numpy as np

    squares = held.norms[some][:, None] + held.norms[rest][None, :]
    squares -= 2 * (held.rows[some] @ held.rows[rest].T)
    near = np.argwhere(squares <= (within + SLACK) ** 2)
    return [(int(some[i]), int(rest[j])) for i, j in near]
