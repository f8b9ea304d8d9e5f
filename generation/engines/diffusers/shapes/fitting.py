"""How alike an outline that was seen is to one of the world's."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from generation.engines.diffusers.shapes.outlines import inside

Mask = NDArray[np.bool_]


def alike(mask: Mask, shape: str) -> float:
    """Shared part of both outlines, the drawn one of the same area, moved a little about."""
    rows, columns = np.nonzero(mask)
    drawn = _template(shape, len(rows))
    side = drawn.shape[0]
    best = 0.0
    middle_row, middle_column = _middle(drawn)
    for down in (-1, 0, 1):
        for across in (-1, 0, 1):
            r = np.round(rows - rows.mean() + middle_row).astype(int) + down
            c = np.round(columns - columns.mean() + middle_column).astype(int) + across
            within = (r >= 0) & (r < side) & (c >= 0) & (c < side)
            shared = drawn[r[within], c[within]].sum()
            best = max(best, shared / (len(rows) + drawn.sum() - shared))
    return best


@cache
def _template(shape: str, area: int) -> Mask:
    grid = np.mgrid[:64, :64].astype(np.float32) - 31.5
    whole = (inside(shape, grid[1] / 20, grid[0] / 20, np.float32(20)) > 0.5).sum()
    radius = np.float32(20 * np.sqrt(area / whole))
    return inside(shape, grid[1] / radius, grid[0] / radius, radius) > 0.5


def _middle(mask: Mask) -> tuple[float, float]:
    rows, columns = np.nonzero(mask)
    return float(rows.mean()), float(columns.mean())
