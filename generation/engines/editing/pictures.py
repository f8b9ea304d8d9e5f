from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from generation.engines.base import FPS
from generation.engines.editing.takes import Mixed, Segment, Take
from lib.media.errors import MediaError, MediaFault
from lib.media.frames import frames_at

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

STANDS_STILL_S = 0.25  # films of other engines have as few as eight frames a second


def pictures(segment: Segment) -> Iterator[NDArray[np.uint8]]:
    """Each frame of it, RGB. Raises MediaError for a film that ends too early."""
    return _mixed(segment) if isinstance(segment, Mixed) else _taken(segment)


def _taken(take: Take) -> Iterator[NDArray[np.uint8]]:
    times = tuple(number / FPS for number in range(take.first, take.last))
    for frame in frames_at(take.path, times):
        # Of a film that ends too early the last frame would stand still.
        if times[frame.index] - frame.at_seconds > STANDS_STILL_S:
            raise MediaError(MediaFault.TRUNCATED)
        yield frame.image


def _mixed(mixed: Mixed) -> Iterator[NDArray[np.uint8]]:
    """Each of the two alone is never shown: at the ends one is nearly all there is."""
    import numpy as np

    steps = mixed.frames + 1
    sides = zip(_taken(mixed.out), _taken(mixed.into), strict=True)
    for number, (out, into) in enumerate(sides, 1):
        share = number / steps
        whole = out.astype(np.float32) * (1 - share) + into.astype(np.float32) * share
        yield np.rint(whole).astype(np.uint8)
