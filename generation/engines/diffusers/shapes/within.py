from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def stays_within(clip: NDArray[np.uint8]) -> bool:
    """See `bounds.stays_within`; this one may be named where nothing heavy is imported."""
    from generation.engines.diffusers.shapes import bounds

    return bounds.stays_within(clip)
