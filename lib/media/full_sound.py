"""A film's sound as it is heard: for a film that is written anew."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from lib.media.containers import opened, sound_of
from lib.media.errors import MediaError, MediaFault
from lib.media.limits import MAX_SECONDS, MOST_SOUND_S
from lib.media.track import SAMPLE_RATE

if TYPE_CHECKING:
    import av
    import numpy as np
    from numpy.typing import NDArray


def read_full(path: Path) -> NDArray[np.int16] | None:
    """The first track, 2 x n, 48 kHz, from the film's beginning on; None where there is none.

    Raises `MediaError`, also for more than two minutes.
    """
    import av
    import numpy as np

    blocks: list[NDArray[np.int16]] = []
    count = 0
    with opened(path) as container:
        if not container.streams.audio:
            return None
        resampler = av.AudioResampler(format="s16p", layout="stereo", rate=SAMPLE_RATE)
        for frame in chain(container.decode(sound_of(container)), (None,)):
            if frame is not None and not blocks:
                blocks.append(_silence_before(frame))
            for block in resampler.resample(frame):
                count += block.samples
                if count > MOST_SOUND_S * SAMPLE_RATE:
                    raise MediaError(MediaFault.TOO_LONG)
                if block.samples:
                    blocks.append(np.asarray(block.to_ndarray(), np.int16))
    return np.concatenate(blocks, axis=1) if blocks else np.zeros((2, 0), np.int16)


def _silence_before(frame: av.AudioFrame) -> NDArray[np.int16]:
    """A track may begin after the pictures do."""
    import numpy as np

    late = min(max(frame.time or 0.0, 0.0), MAX_SECONDS)
    return np.zeros((2, round(late * SAMPLE_RATE)), np.int16)
