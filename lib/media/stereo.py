"""A film's sound, whole: what is the same on both sides, and what differs between them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from lib.media.containers import opened, sound_of
from lib.media.errors import MediaError, MediaFault
from lib.media.limits import MOST_SOUND_S
from lib.media.sound import SPEECH_RATE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Sound:
    """int16, mono, 16 kHz. `side` is half of left minus right: words in opposite phase cancel out
    in `middle`, and a player with two loudspeakers plays them. `tracks`: how many the file has."""

    middle: NDArray[np.int16]
    side: NDArray[np.int16]
    tracks: int

    @property
    def seconds(self) -> float:
        return self.middle.size / SPEECH_RATE

    @property
    def is_audible(self) -> bool:
        """False for digital silence: no more than the last bit moves, which is rounding."""
        return any(bool((abs(side.astype("i4")) > 1).any()) for side in (self.middle, self.side))


def read(path: Path) -> Sound | None:
    """The first track, or None where the file has none. Raises `MediaError`, also for more than
    two minutes."""
    import av
    import numpy as np

    blocks: list[NDArray[np.int16]] = []
    count = 0
    with opened(path) as container:
        tracks = len(container.streams.audio)
        if not tracks:
            return None
        resampler = av.AudioResampler(format="s16p", layout="stereo", rate=SPEECH_RATE)
        for frame in chain(container.decode(sound_of(container)), (None,)):
            for block in resampler.resample(frame):
                count += block.samples
                if count > MOST_SOUND_S * SPEECH_RATE:
                    raise MediaError(MediaFault.TOO_LONG)
                if block.samples:
                    blocks.append(np.asarray(block.to_ndarray(), np.int16))
    both = np.concatenate(blocks, axis=1).astype(np.int32) if blocks else np.zeros((2, 0), np.int32)
    middle, side = (both[0] + both[1]) // 2, (both[0] - both[1]) // 2
    return Sound(middle.astype(np.int16), side.astype(np.int16), tracks)
