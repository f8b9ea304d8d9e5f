"""Where in a film's sound somebody speaks. Plain signal processing: no model."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from lib.media.sound import FULL_SCALE, SPEECH_RATE
from moderation.listening import cepstrum
from moderation.listening.spans import Span, joined

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Speech moves many bands at once, fast, and falls back at both sides. Wind, waves, rain and fades
# move slowly; birds, bells and ticks move one to four bands.
EDGES_HZ = (250, 400, 560, 740, 950, 1200, 1500, 1900, 2400, 3000, 3800, 4800, 6000)
FRAME = 512
HOP = SPEECH_RATE // 100
FRAMES_PER_S = SPEECH_RATE / HOP
SMOOTHED_FRAMES = 9
LOOKS_ASIDE = 50
RISE_DB = 8.0
BELOW_LOUDEST_DB = 25.0
QUIETEST_DB = -65.0
AUDIBLE_OVER_QUIETEST_DB = 6.0
MOVING_BANDS = 5
SHORTEST_FRAMES = 6
# A vowel held over half a second moves nothing; its harmonics show in the cepstrum.
VOICED_PEAK = 4.0
VOICED_FRAMES = 4
GAP_S = 0.3


def stretches(samples: NDArray[np.int16]) -> tuple[Span, ...]:
    """Seconds from and to, in order. `samples`: int16, mono, 16 kHz.

    Measured on the sketch engine: in 208 films of ambience five bands never move at once (four do
    for one frame at most); every one of 100 spoken lines moves five for 19 frames or more.
    """
    import numpy as np

    if samples.size < FRAME + HOP * SMOOTHED_FRAMES or not np.any(samples):
        return ()
    sound = samples.astype(np.float32) / np.float32(FULL_SCALE)
    frames = np.lib.stride_tricks.sliding_window_view(sound, FRAME)[::HOP]
    power = np.abs(np.fft.rfft(frames * np.hanning(FRAME).astype(np.float32), axis=1)) ** 2
    moving = _runs(_moving_bands(power) >= MOVING_BANDS, shortest=SHORTEST_FRAMES)
    voiced = _runs(cepstrum.peaks(frames) >= VOICED_PEAK, shortest=VOICED_FRAMES)
    return joined((*moving, *voiced), gap=GAP_S)


def _moving_bands(power: NDArray[np.float32]) -> NDArray[np.intp]:
    """Per frame, how many bands stand well over what they are shortly before and after."""
    import numpy as np

    pitch = np.fft.rfftfreq(FRAME, 1 / SPEECH_RATE)
    rows = [power[:, (pitch >= low) & (pitch < high)].sum(1) for low, high in pairwise(EDGES_HZ)]
    bands = np.stack(rows, 1) / (FRAME * FRAME / 8)
    level = 10 * np.log10(smoothed(bands, SMOOTHED_FRAMES) + 10 ** (QUIETEST_DB / 10))
    counts: NDArray[np.intp] = np.sum(
        (level - _floor(level) > RISE_DB)
        & (level > level.max(1, keepdims=True) - BELOW_LOUDEST_DB)
        & (level > QUIETEST_DB + AUDIBLE_OVER_QUIETEST_DB),
        axis=1,
    )
    return counts


def _floor(level: NDArray[np.float64]) -> NDArray[np.float64]:
    """The higher of the lowest levels of the half seconds before and after: a swell has one low
    side, a burst has two."""
    import numpy as np

    padded = np.pad(level, ((LOOKS_ASIDE, LOOKS_ASIDE), (0, 0)), mode="edge")
    lowest = np.lib.stride_tricks.sliding_window_view(padded, LOOKS_ASIDE + 1, axis=0).min(-1)
    count = len(level)
    floor: NDArray[np.float64] = np.maximum(
        lowest[:count], lowest[LOOKS_ASIDE : LOOKS_ASIDE + count]
    )
    return floor


def smoothed(rows: NDArray[np.floating], width: int) -> NDArray[np.float64]:
    """A moving mean over `width` (odd) rows."""
    import numpy as np

    padded = np.pad(rows, ((width // 2 + 1, width // 2), (0, 0)), mode="edge")
    total = np.cumsum(padded, axis=0, dtype=np.float64)
    mean: NDArray[np.float64] = np.maximum((total[width:] - total[:-width]) / width, 1e-12)
    return mean


def _runs(marks: NDArray[np.bool_], *, shortest: int) -> tuple[Span, ...]:
    import numpy as np

    edges = np.flatnonzero(np.diff(np.concatenate(([0], marks.astype(np.int8), [0]))))
    return tuple(
        (float(start / FRAMES_PER_S), float((end - 1) / FRAMES_PER_S + FRAME / SPEECH_RATE))
        for start, end in zip(edges[::2], edges[1::2], strict=True)
        if end - start >= shortest
    )
