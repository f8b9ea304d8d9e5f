"""Sound films with tiny pictures, and what the engine says of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from generation.engines.base import SpokenLine
from generation.engines.sketch.scene import Scene
from generation.engines.sketch.sound.ambience import Ambience
from generation.engines.sketch.sound.mix import Mix
from generation.engines.sketch.sound.speech import Speech, spoken
from generation.engines.sketch.words.places import Hour, Place, Weather
from lib.media.track import SAMPLE_RATE
from lib.media.writer import Mp4Writer
from moderation.detectors.base import Line, Source

SILENT_PICTURE = np.zeros((16, 16, 3), np.uint8)
FPS = 24
Sound = NDArray[np.float32]


def says(text: str, *, seconds: int = 4, at: float | None = None) -> tuple[Speech, ...]:
    """The engine's own speech, or the same speech that starts at another time."""
    speeches = spoken(text, seconds=seconds)
    if at is None:
        return speeches
    shift = at - speeches[0].line.start_s
    return tuple(replace(speech, line=moved(speech.line, shift)) for speech in speeches)


def moved(line: SpokenLine, seconds: float) -> SpokenLine:
    return replace(line, start_s=line.start_s + seconds, end_s=line.end_s + seconds)


def sound_of(
    *speeches: Speech,
    place: Place = Place.ROOM,
    hour: Hour = Hour.DAY,
    weather: Weather = Weather.CLEAR,
    seconds: int = 4,
    seed: int = 3,
) -> Sound:
    scene = Scene(place, hour, weather, None, ())
    mix = Mix(Ambience(scene, seconds=seconds, seed=seed), speeches)
    return mix.block(0, seconds * SAMPLE_RATE)


def film(path: Path, sound: Sound) -> Path:
    with Mp4Writer(path, width=16, height=16, fps=FPS) as writer:
        writer.write_audio(sound)
        for _ in range(round(sound.shape[1] / SAMPLE_RATE * FPS)):
            writer.write_frame(SILENT_PICTURE)
    return path


def source(speeches: Sequence[Speech] = (), *, exact: bool = True) -> Source:
    lines = (speech.line for speech in speeches)
    script = tuple(Line(line.text, line.start_s, line.end_s, line.language) for line in lines)
    return Source(None, script, exact)
