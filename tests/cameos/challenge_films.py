"""Films that answer a challenge, rendered: a computed head that turns, a computed voice that reads.

They are the attack that a challenge cannot tell from a person. So they pass the challenge, and with
a detector of presentation attacks that answers "attack" they are one.
"""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from cameos.challenge.asking import Challenge, Turn
from generation.engines.sketch.sound.voice import PROGRAM
from lib.media.track import SAMPLE_RATE
from lib.media.writer import Mp4Writer
from moderation.listening.numbers import ONES
from tests.cameos.turning_heads import SIDE, Picture, turned

Sound = NDArray[np.float32]

FPS = 12
DEGREES = 25
STILL_S, THERE_S, HELD_S, BACK_S = 0.6, 0.4, 0.45, 0.4
SPEAKS_AT_S = 0.4
AFTER_S = 0.4
DISSOLVE_S = 0.75
SWAY = 2  # pixels: nobody holds still
LOUD = 0.5


@dataclass(frozen=True, slots=True)
class Film:
    """How the film is made; each fault is one that somebody may try or have.

    `swapped`: from the middle on it is another face, "dissolve" or "cut". `away`: a stretch of
    seconds in which nobody is in the picture. `photo`: the head is a still picture. `light`: of 1.
    """

    digits: str | None
    turns: tuple[Turn, ...]
    voice: str = "en-us+f3"
    words_per_minute: int = 130
    noise_db: float = 45.0
    degrees: int = DEGREES
    two: bool = False
    swapped: str = ""
    away: tuple[float, float] | None = None
    photo: bool = False
    mirrored: bool = False
    light: float = 1.0
    seconds: float | None = None
    face: str = "one"


def honest(challenge: Challenge) -> Film:
    return Film(challenge.digits, challenge.turns)


def render(path: Path, film: Film) -> Path:
    sound = spoken(film.digits, film.voice, film.words_per_minute, film.noise_db)
    yaws = _yaws(film)
    long = max(len(yaws) / FPS, sound.size / SAMPLE_RATE if film.digits else 0.0)
    count = round((film.seconds or long) * FPS)
    width = SIDE * (2 if film.two else 1)
    with Mp4Writer(path, width=width, height=SIDE, fps=FPS) as writer:
        writer.write_audio(np.stack([sound, sound])[:, : count * SAMPLE_RATE // FPS])
        for number in range(count):
            yaw = yaws[number] if number < len(yaws) else 0.0
            writer.write_frame(_frame(film, number, count, yaw))
    return path


def _frame(film: Film, number: int, count: int, yaw: float) -> Picture:
    degrees = 0 if film.photo else round(yaw)
    picture = turned(film.face, degrees)
    share = _other_share(film, number, count)
    if share:
        picture = _mixed(picture, turned("other", degrees), share)
    at = number / FPS
    if film.away and film.away[0] <= at < film.away[1]:
        picture = _nobody()
    picture = np.roll(picture, round(SWAY * np.sin(at * 2.1)), axis=1)
    if film.mirrored:
        picture = picture[:, ::-1]
    if film.two:
        picture = np.concatenate([picture, turned("other", 0)], axis=1)
    return (picture * np.float32(film.light)).astype(np.uint8)


def _other_share(film: Film, number: int, count: int) -> float:
    """0: the first face; 1: the other one."""
    past = (number - count / 2) / FPS
    if film.swapped == "cut":
        return float(past >= 0)
    return float(np.clip(past / DISSOLVE_S + 0.5, 0, 1)) if film.swapped else 0.0


def _mixed(one: Picture, other: Picture, share: float) -> Picture:
    mixed = one * np.float32(1 - share) + other * np.float32(share)
    return mixed.astype(np.uint8)


@lru_cache(maxsize=1)
def _nobody() -> Picture:
    """The wall behind the head: the portrait's upper left corner, drawn out."""
    corner = turned("one", 0)[: SIDE // 6, : SIDE // 4]
    return np.resize(np.repeat(np.repeat(corner, 6, 0), 4, 1), (SIDE, SIDE, 3))


def _yaws(film: Film) -> list[float]:
    """Degrees at each frame: from the middle to a side, held, and back, with soft ends."""
    yaws = [0.0] * round(STILL_S * FPS)
    for turn in film.turns:
        there = film.degrees * (1 if turn is Turn.LEFT else -1)
        yaws += [there * _soft(step, THERE_S) for step in range(round(THERE_S * FPS))]
        yaws += [float(there)] * round(HELD_S * FPS)
        yaws += [there * (1 - _soft(step, BACK_S)) for step in range(round(BACK_S * FPS))]
        yaws += [0.0] * round(HELD_S * FPS)
    return yaws


def _soft(step: int, seconds: float) -> float:
    return float((1 - np.cos(np.pi * step / (seconds * FPS))) / 2)


@lru_cache(maxsize=64)
def spoken(digits: str | None, voice: str, words_per_minute: int, noise_db: float) -> Sound:
    """Mono, 48 kHz, over the noise of a room. None: that noise alone."""
    said = _said(digits, voice, words_per_minute) if digits else np.zeros(0, np.float32)
    before, after = np.zeros(_samples(SPEAKS_AT_S)), np.zeros(_samples(AFTER_S))
    whole = np.concatenate([before, said, after]) if digits else np.zeros(_samples(12.0))
    noise = np.random.default_rng(5).normal(size=whole.size) * LOUD * 10 ** (-noise_db / 20) / 3
    sound: Sound = np.clip(whole + noise, -1, 1).astype(np.float32)
    return sound


def _samples(seconds: float) -> int:
    return round(seconds * SAMPLE_RATE)


def _said(digits: str, voice: str, words_per_minute: int) -> Sound:
    text = ". ".join(ONES[int(digit)] for digit in digits) + "."
    asked = json.dumps({"text": text, "voice": voice, "words_per_minute": words_per_minute})
    command = [sys.executable, "-I", str(PROGRAM)]
    answer = subprocess.run(
        command, input=asked + "\n", capture_output=True, text=True, timeout=60, env={}, check=True
    )
    found = json.loads(answer.stdout)
    samples = np.frombuffer(base64.b64decode(found["pcm"]), "<i2")
    return _resampled(samples, rate=int(found["rate"]))


def _resampled(samples: NDArray[np.int16], *, rate: int) -> Sound:
    resampler = av.AudioResampler(format="flt", layout="mono", rate=SAMPLE_RATE)
    frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), "s16", "mono")
    frame.sample_rate = rate
    parts = [*resampler.resample(frame), *resampler.resample(None)]
    sound = np.concatenate([np.asarray(part.to_ndarray(), np.float32).ravel() for part in parts])
    return sound * np.float32(LOUD / max(np.abs(sound).max(), 1e-6))


def other_order(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """The same turns, two of them in each other's place."""
    swapped = list(turns)
    place = next(number for number in range(1, len(swapped)) if swapped[number] != swapped[0])
    swapped[0], swapped[place] = swapped[place], swapped[0]
    return tuple(swapped)
