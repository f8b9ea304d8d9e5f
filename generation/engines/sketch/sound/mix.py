from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Protocol

import numpy as np

from generation.engines.sketch.sound.speech import Speech
from generation.engines.sketch.sound.textures import SAMPLE_RATE, Sound

DUCKED = 0.35
STEPS_BACK_S = 0.25
# Slower than speech moves, and only where it then stays for a while: noise that swells between two
# quiet moments is what a spoken word looks like, and rain after a line was taken for one.
RETURNS_S = 1.2
LEAST_PAUSE_S = 2.6
CEILING = 0.98


class Heard(Protocol):
    """What is heard where nobody speaks."""

    seconds: int

    def block(self, start: int, count: int) -> Sound: ...


class Mix:
    """Speech over ambience; the ambience steps back while somebody speaks."""

    def __init__(self, ambience: Heard, speeches: Sequence[Speech]) -> None:
        self._ambience = ambience
        self._speeches = speeches
        self._times, self._gains = _gains(speeches, seconds=ambience.seconds)

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


def _gains(speeches: Sequence[Speech], *, seconds: float) -> tuple[list[float], list[float]]:
    """In a pause before, between or after lines the ambience comes back whole or not at all."""
    lines = sorted((speech.line.start_s, speech.line.end_s) for speech in speeches)
    if not lines:
        return [0.0], [1.0]
    starts = [*(start for start, _ in lines), seconds]
    ends = [0.0, *(end for _, end in lines)]
    points: dict[float, float] = {}
    for end, start in zip(accumulate(ends, max), starts, strict=True):
        points[end] = points[start] = DUCKED
        if start - end >= LEAST_PAUSE_S:
            points[end + RETURNS_S] = points[start - STEPS_BACK_S] = 1.0
    times = sorted(points)
    return times, [points[at] for at in times]
