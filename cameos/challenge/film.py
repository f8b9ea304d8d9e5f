"""What a recording must be before anybody looks at it, and the frames that are looked at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cameos.challenge.failures import Failure
from lib.media.apart.reading import shared_frames_apart
from lib.media.apart.shape import shape_apart
from lib.media.containers import Readable
from lib.media.frames import FrameWish, SampledFrame

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Six digits and four turns take about 12 s; the upper end is what a worker may spend on one film.
LEAST_SECONDS = 3.0
MOST_SECONDS = 30.0
# Encoders pad the last frame and the last packet of sound.
ROUNDING_S = 0.2
LEAST_SIDE = 240
LEAST_FPS = 10.0
# Half a minute at 17 Mbit/s, which phones give 1080p.
MOST_BYTES = 64 * 1024 * 1024
# A turn takes half a second and more: three looks, and a median of three leaves its peak.
LOOKS_PER_SECOND = 6.0
LOOKED_AT_SIDE = 480
# Levels of 255, over the eighth of the cells that differ most from the frame before.
CELLS = 32
CUT = 35.0


@dataclass(frozen=True, slots=True)
class Shape:
    """What the film says of itself."""

    seconds: float
    shorter_side: int
    fps: float
    size: int
    sounds: int


class Cuts:
    """Counts the moments at which a good part of the picture is suddenly another one.

    Only gross ones: two takes of one person in one room, joined where they look alike, are not
    found. A rendered head that turns reached 21 (n = 8 films), a cut to another face in the same
    light 48 and more (n = 4): between them.
    """

    def __init__(self) -> None:
        self.count = 0
        self.largest = 0.0
        self._last: NDArray[np.float32] | None = None

    def note(self, frame: NDArray[np.uint8]) -> None:
        """The next frame: CELLS x CELLS, grey."""
        import numpy as np

        small = frame.astype(np.float32)
        last, self._last = self._last, small
        if last is not None:
            apart = float(np.sort(np.abs(small - last), axis=None)[-small.size // 8 :].mean())
            self.largest = max(self.largest, apart)
            self.count += apart >= CUT


def shape_of(path: Path) -> Shape:
    """Raises `MediaError` for what is broken, or far over the limits."""
    info, sounds = shape_apart(path)
    return Shape(info.duration, min(info.width, info.height), info.fps, info.size, sounds)


def misshapen(shape: Shape) -> tuple[Failure, ...]:
    """Why this film is not looked at. Cheap: nothing is decoded for it."""
    fine = {
        Failure.TOO_SHORT: shape.seconds >= LEAST_SECONDS,
        Failure.TOO_LONG: shape.seconds <= MOST_SECONDS + ROUNDING_S,
        Failure.TOO_LARGE: shape.size <= MOST_BYTES,
        Failure.TOO_SMALL: shape.shorter_side >= LEAST_SIDE,
        Failure.TOO_FEW_FRAMES: shape.fps >= LEAST_FPS,
        Failure.NO_SOUND: shape.sounds >= 1,
        Failure.SEVERAL_SOUNDS: shape.sounds <= 1,
    }
    return tuple(failure for failure, is_so in fine.items() if not is_so)


def looks(film: Path | Readable, cuts: Cuts) -> Iterator[SampledFrame]:
    """Raises `MediaError`."""
    wish = FrameWish(LOOKS_PER_SECOND, LOOKED_AT_SIDE)
    for _, frame in shared_frames_apart(film, (wish,), cells=(CELLS, cuts.note)):
        yield frame
