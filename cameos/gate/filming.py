from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cameos.gate.reading import A_SECOND

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def film_of(pictures: Sequence[NDArray[np.uint8]], into: Path) -> None:
    """A silent film of exactly these pictures: what was not looked at is not in it."""
    from lib.media.writer import Mp4Writer

    height, width = (side - side % 2 for side in pictures[0].shape[:2])
    with Mp4Writer(into, width=width, height=height, fps=round(A_SECOND)) as writer:
        for picture in pictures:
            writer.write_frame(picture[:height, :width])
