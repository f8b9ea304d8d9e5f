"""Tiny films with known pictures and sounds."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lib.media.track import SAMPLE_RATE
from lib.media.writer import Mp4Writer

FPS = 24


def grey(number: int, *, side: int = 64) -> NDArray[np.uint8]:
    """Frame k is a flat grey of 2 * k, so that a decoded frame says which one it was."""
    return np.full((side, side, 3), min(255, 2 * number), np.uint8)


def tone(seconds: float, *, level: float = 0.25) -> NDArray[np.float32]:
    wave = level * np.sin(2 * np.pi * 440 * np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE)
    return np.stack([wave, wave]).astype(np.float32)


def write_clip(
    path: Path, *, seconds: float = 2.0, side: int = 64, sound: float | None = None
) -> Path:
    """`sound`: how many seconds of a tone are offered; None offers none."""
    with Mp4Writer(path, width=side, height=side, fps=FPS) as film:
        if sound is not None:
            film.write_audio(tone(sound))
        for number in range(round(seconds * FPS)):
            film.write_frame(grey(number, side=side))
    return path
