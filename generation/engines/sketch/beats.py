from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from generation.engines.base import RenderRequest
from generation.engines.sketch.parse import parse
from generation.engines.sketch.people import nameless
from generation.engines.sketch.scene import Scene
from generation.engines.sketch.sound.ambience import Ambience
from generation.engines.sketch.sound.speech import Speech, spoken
from generation.engines.sketch.sound.textures import SAMPLE_RATE, Sound


@dataclass(frozen=True, slots=True)
class Part:
    """A scene with its place in time. `text` names nobody; `words` is what is said from."""

    start_s: float
    seconds: float
    text: str
    words: str
    scene: Scene


def parts_of(request: RenderRequest) -> tuple[Part, ...]:
    """One for each beat, with what the prompt says of the whole; else one for all of it. What the
    prompt lets somebody say is said in the first."""
    if not request.beats:
        return (_part(request, 0.0, float(request.seconds), request.prompt, request.prompt),)
    starts = [beat.start_s for beat in request.beats]
    lengths = np.diff([*starts, request.seconds])
    return tuple(
        _part(
            request,
            beat.start_s,
            float(length),
            f"{beat.prompt}\n{request.prompt}",
            f"{request.prompt}\n{beat.prompt}" if number == 0 else beat.prompt,
        )
        for number, (beat, length) in enumerate(zip(request.beats, lengths, strict=True))
    )


def _part(request: RenderRequest, start: float, seconds: float, text: str, words: str) -> Part:
    plain = nameless(text, request.references)
    return Part(start, seconds, plain, words, parse(plain))


def spoken_in(parts: Sequence[Part]) -> tuple[Speech, ...]:
    """The lines of each part, at their times in the film."""
    return tuple(
        _moved(speech, part.start_s)
        for part in parts
        for speech in spoken(part.words, seconds=part.seconds)
    )


def _moved(speech: Speech, by: float) -> Speech:
    line = speech.line
    start, end = round(line.start_s + by, 3), round(line.end_s + by, 3)
    return replace(speech, line=replace(line, start_s=start, end_s=end))


class Surroundings:
    """The ambience of each part in its time."""

    def __init__(self, parts: Sequence[Part], *, seconds: int, seed: int) -> None:
        self.seconds = seconds
        self._starts = [round(part.start_s * SAMPLE_RATE) for part in parts]
        self._all = [Ambience(part.scene, seconds=seconds, seed=seed) for part in parts]

    def block(self, start: int, count: int) -> Sound:
        """As `Ambience.block`."""
        whole = self._all[0].block(start, count)
        for begin, ambience in zip(self._starts[1:], self._all[1:], strict=True):
            if begin < start + count:
                at = max(0, begin - start)
                whole[:, at:] = ambience.block(start, count)[:, at:]
        return whole
