from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from cameos.challenge.asking import Challenge, Turn
from config.demo.filming.faces import ONE
from config.demo.filming.moves import FPS, yaws
from config.demo.filming.pictures import frame_of, width_of
from config.demo.filming.portrait import SIDE
from config.demo.filming.voices import spoken
from lib.media.track import SAMPLE_RATE
from lib.media.writer import Mp4Writer


@dataclass(frozen=True, slots=True)
class Film:
    """How the film is made; each fault is one that somebody may try or have.

    `swapped`: from the middle on it is another face, "dissolve" or "cut". `away`: a stretch of
    seconds in which nobody is in the picture. `photo`: the head is a still picture. `light`: of 1.
    `border`: of this colour, around every picture.
    """

    digits: str | None
    turns: tuple[Turn, ...]
    voice: str = "en-us+f3"
    words_per_minute: int = 130
    noise_db: float = 45.0
    degrees: int = 25
    two: bool = False
    swapped: str = ""
    away: tuple[float, float] | None = None
    photo: bool = False
    mirrored: bool = False
    light: float = 1.0
    seconds: float | None = None
    face: str = ONE
    border: tuple[int, int, int] | None = None


def honest(challenge: Challenge) -> Film:
    """What the challenge asks for."""
    return Film(challenge.digits, challenge.turns)


def render(path: Path, film: Film) -> Path:
    """Writes it as MP4."""
    sound = spoken(film.digits, film.voice, film.words_per_minute, film.noise_db)
    turning = yaws(film.turns, film.degrees)
    long = max(len(turning) / FPS, sound.size / SAMPLE_RATE if film.digits else 0.0)
    count = round((film.seconds or long) * FPS)
    with Mp4Writer(path, width=width_of(film), height=SIDE, fps=FPS) as writer:
        writer.write_audio(np.stack([sound, sound])[:, : count * SAMPLE_RATE // FPS])
        for number in range(count):
            yaw = turning[number] if number < len(turning) else 0.0
            writer.write_frame(frame_of(film, number, count, yaw))
    return path
