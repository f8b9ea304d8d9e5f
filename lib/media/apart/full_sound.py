from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lib.media.apart.messages import broken
from lib.media.apart.process import child
from lib.media.limits import MAX_SECONDS, MOST_SOUND_S
from lib.media.track import SAMPLE_RATE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FULL_SCALE = 32_768.0


def full_sound_apart(film: Path) -> NDArray[np.float32] | None:
    """As `lib.media.full_sound.read_full`, as float32 between -1 and 1."""
    import numpy as np

    with child(film, "full_sound") as process:
        said = process.message()
    both = said.numbers
    if said.kind != "end" or (both is None and said.facts.get("silent") is not True):
        raise broken()
    if both is None:
        return None
    if both.dtype.name != "int16" or both.ndim != 2 or both.shape[0] != 2:
        raise broken()
    if both.shape[1] > (MAX_SECONDS + MOST_SOUND_S) * SAMPLE_RATE:
        raise broken()
    heard: NDArray[np.float32] = both.astype(np.float32) / FULL_SCALE
    return heard
