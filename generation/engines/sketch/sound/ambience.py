from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from generation.engines.sketch.scene import Scene
from generation.engines.sketch.sound.textures import (
    SAMPLE_RATE,
    Sound,
    bell,
    bubble,
    chirp,
    cricket,
    noise,
    tick,
)
from generation.engines.sketch.words.places import Hour, Place, Weather

Snippet = Callable[[np.random.Generator], Sound]


@dataclass(frozen=True, slots=True)
class Wash:
    """A noise that swells and ebbs: frequencies in Hz, `period` in seconds, `level` as RMS."""

    low: float
    high: float
    tilt: float
    period: float
    level: float
    depth: float = 0.6


@dataclass(frozen=True, slots=True)
class Calls:
    sound: Snippet
    every: float
    level: float


@dataclass(frozen=True, slots=True)
class Mood:
    wash: Wash
    chord: tuple[float, ...]
    calls: Calls | None = None


MAJOR = (130.8, 196.0, 261.6, 329.6)
OPEN = (110.0, 164.8, 220.0, 329.6)
DEEP = (65.4, 98.0, 130.8, 155.6)
BREEZE = Wash(120, 900, 1.0, 5.3, 0.020)

MOODS: dict[Place, Mood] = {
    Place.SKY: Mood(Wash(90, 700, 0.8, 4.7, 0.028), MAJOR),
    Place.SEA: Mood(Wash(60, 2600, 0.7, 5.9, 0.045, 0.8), OPEN),
    Place.UNDERWATER: Mood(Wash(40, 260, 0.6, 6.7, 0.034), DEEP, Calls(bubble, 0.8, 0.07)),
    Place.BEACH: Mood(Wash(80, 3600, 0.7, 5.3, 0.045, 0.85), MAJOR, Calls(chirp, 5.0, 0.03)),
    Place.FOREST: Mood(BREEZE, OPEN, Calls(chirp, 1.3, 0.06)),
    Place.DESERT: Mood(Wash(150, 1000, 0.9, 4.1, 0.030, 0.75), DEEP),
    Place.CITY: Mood(Wash(45, 420, 0.8, 7.9, 0.040, 0.35), OPEN),
    Place.SNOW: Mood(Wash(250, 1300, 1.0, 5.1, 0.022, 0.7), MAJOR, Calls(bell, 1.6, 0.05)),
    Place.SPACE: Mood(Wash(35, 160, 0.5, 8.3, 0.030), DEEP, Calls(bell, 2.9, 0.03)),
    Place.FIELD: Mood(BREEZE, MAJOR, Calls(chirp, 1.7, 0.05)),
    Place.ROOM: Mood(Wash(60, 240, 0.8, 9.1, 0.012, 0.3), MAJOR, Calls(tick, 0.5, 0.05)),
    Place.MOUNTAINS: Mood(Wash(100, 900, 0.9, 4.9, 0.030, 0.7), OPEN, Calls(chirp, 3.7, 0.03)),
    Place.ABSTRACT: Mood(Wash(80, 500, 1.0, 6.1, 0.010), MAJOR, Calls(bell, 1.3, 0.05)),
}
RAIN = Wash(900, 9000, 0.4, 3.7, 0.030, 0.2)
PAD_LEVEL = 0.030
FADE_S = 0.4


class Ambience:
    """The sound of a place, made block by block from the time alone."""

    def __init__(self, scene: Scene, *, seconds: int, seed: int) -> None:
        rng = np.random.default_rng([seed, 7])
        mood = MOODS[scene.place]
        calls = mood.calls
        if scene.hour is Hour.NIGHT and calls and calls.sound is chirp:
            calls = Calls(cricket, 0.9, 0.035)
        self.seconds = seconds
        self._chord = mood.chord
        self._washes = [_Loop(mood.wash, rng)]
        if scene.weather is Weather.RAIN:
            self._washes.append(_Loop(RAIN, rng))
        self._calls = _schedule(calls, seconds=seconds, rng=rng) if calls else []

    def block(self, start: int, count: int) -> Sound:
        """Samples `start` to `start + count` of the film, float32, 2 x count."""
        t = (start + np.arange(count)) / SAMPLE_RATE
        mixed = self._pad(t)
        for wash in self._washes:
            mixed += wash.block(start, t)
        for at, balance, sound in self._calls:
            _add(mixed, sound, at=at - start, balance=balance)
        edges = np.minimum(1, np.minimum(t, self.seconds - t) / FADE_S)
        block: Sound = (mixed * edges).astype(np.float32)
        return block

    def _pad(self, t: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Sound:
        pad = np.zeros((2, t.size), np.float32)
        for index, pitch in enumerate(self._chord):
            swell = 0.6 + 0.4 * np.sin(2 * np.pi * (t / (5.5 + index) + index / 4))
            for side, detune in enumerate((0.9985, 1.0015)):
                pad[side] += swell * np.sin(2 * np.pi * pitch * detune * t) / (1 + 0.6 * index)
        return pad * np.float32(PAD_LEVEL)


class _Loop:
    def __init__(self, wash: Wash, rng: np.random.Generator) -> None:
        self._wash = wash
        self._sides = [
            noise(rng, seconds=length, low=wash.low, high=wash.high, tilt=wash.tilt)
            for length in (2.71, 3.13)
        ]

    def block(self, start: int, t: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Sound:
        wash = self._wash
        swell = 1 - wash.depth * (0.5 + 0.5 * np.cos(2 * np.pi * t / wash.period))
        sides = [
            np.take(side, start + np.arange(t.size), mode="wrap") * swell for side in self._sides
        ]
        return np.asarray(sides, np.float32) * np.float32(wash.level)


def _schedule(
    calls: Calls, *, seconds: int, rng: np.random.Generator
) -> list[tuple[int, float, Sound]]:
    steady = calls.sound is tick
    at, planned = calls.every * 0.6, []
    while at < seconds - 0.4:
        sound = calls.sound(rng) * np.float32(calls.level)
        planned.append((int(at * SAMPLE_RATE), float(rng.uniform(0.25, 0.75)), sound))
        at += calls.every * (1.0 if steady else float(rng.uniform(0.6, 1.5)))
    return planned


def _add(mixed: Sound, sound: Sound, *, at: int, balance: float) -> None:
    first, last = max(at, 0), min(at + sound.size, mixed.shape[1])
    if first < last:
        part = sound[first - at : last - at]
        mixed[0, first:last] += part * np.float32(1 - balance)
        mixed[1, first:last] += part * np.float32(balance)
