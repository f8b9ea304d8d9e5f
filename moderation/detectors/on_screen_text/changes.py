from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BLOCK = 8  # pixels; about a small letter
# Levels of 255, mean over a block. H.264 noise stays near 2; a letter that changes exceeds 20.
CHANGED = 6.0


def has_changed(before: NDArray[np.uint8], after: NDArray[np.uint8]) -> bool:
    """True where any small part differs: a word that is swapped changes little of a picture."""
    import numpy as np

    if before.shape != after.shape:
        return True
    difference = np.abs(before.astype(np.int16) - after).sum(axis=2)
    height, width = (side + -side % BLOCK for side in difference.shape)
    whole = np.zeros((height, width), np.float32)
    whole[: difference.shape[0], : difference.shape[1]] = difference
    blocks = whole.reshape(height // BLOCK, BLOCK, width // BLOCK, BLOCK).mean(axis=(1, 3))
    return bool(blocks.max() / 3 > CHANGED)
