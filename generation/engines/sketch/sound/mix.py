from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from generation.engines.sketch.sound.ambience import Ambience
from generation.engines.sketch.sound.speech import Speech
from generation.engines.sketch.sound.textures import SAMPLE_RATE, Sound

DUCKED = 0.35
RAMP_S = 0.25
CEILING = 0.98


class Mix:
    """Speech over ambience; the ambience steps back while somebody speaks."""

    def __init__(self, ambience: Ambience, speeches: Sequence[Speech]) -> None:
        self._ambience = ambience
        self._speeches = speeches
        self._times, self._gains = _gains(speeches)

    def block(self, start: int, count: int) -> Sound:
        t = (start + np.arange(count)) / SAMPLE_RATE
        mixed = self._ambience.block(start, count)
        mixed *= np.interp(t, self._times, self._gains).astype(np.float32)
        for speech in self._speeches:
            at = speech.start - start
            first, last = max(at, 0), min(at + speech.samples.size, count)
            if first < last:
                mixed[:, first:last] += speech.samples[first - at : last - at]
        clipped: Sound = np.clip(mixed, -CEILING, CEILING)
        return clipped


def _gains(speeches: Sequence[Speech]) -> tuple[list[float], list[float]]:
    points = {0.0: 1.0}
    for speech in speeches:
        start, end = speech.line.start_s, speech.line.end_s
        points.setdefault(max(0.0, start - RAMP_S), 1.0)
        points[start] = points[end] = DUCKED
        points[end + RAMP_S] = 1.0
    times = sorted(points)
    return times, [points[at] for at in times]
