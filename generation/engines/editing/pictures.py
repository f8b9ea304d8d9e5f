from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from generation.engines.base import FPS
from generation.engines.editing.takes import Mixed, Segment, Take, unhindered
from lib.media.errors import MediaError, MediaFault
from lib.media.frames import frames_at

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

STANDS_STILL_S = 0.25  # films of other engines have as few as eight frames a second


def pictures(
    segment: Segment, go_on: Callable[[], None] = unhindered
) -> Iterator[NDArray[np.uint8]]:
    """Each frame of it, RGB. Raises MediaError for a film that ends too early, and what `go_on`
    raises, which is asked while it is decoded."""
    return _mixed(segment, go_on) if isinstance(segment, Mixed) else _taken(segment, go_on)


def _taken(take: Take, go_on: Callable[[], None]) -> Iterator[NDArray[np.uint8]]:
    times = tuple(number / FPS for number in range(take.first, take.last))
    for frame in frames_at(take.path, times, go_on=go_on):
        # Of a film that ends too early the last frame would stand still.
        if times[frame.index] - frame.at_seconds > STANDS_STILL_S:
            raise MediaError(MediaFault.TRUNCATED)
        yield frame.image


def _mixed(mixed: Mixed, go_on: Callable[[], None]) -> Iterator[NDArray[np.uint8]]:
    """Each of the two alone is never shown: at the ends one is nearly all there is."""
    import numpy as np

    steps = mixed.frames + 1
    sides = zip(_taken(mixed.out, go_on), _taken(mixed.into, go_on), strict=True)
    for number, (out, into) in enumerate(sides, 1):
        share = number / steps
        whole = out.astype(np.float32) * (1 - share) + into.astype(np.float32) * share
        yield np.rint(whole).astype(np.uint8)
