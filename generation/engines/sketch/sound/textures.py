"""Sounds to build places from, each a loop or a snippet of float32 at 48 kHz."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE = 48_000
Sound = NDArray[np.float32]


def noise(
    rng: np.random.Generator, *, seconds: float, low: float, high: float, tilt: float
) -> Sound:
    """A loop without a seam: noise between two frequencies, falling by 1 / f ** tilt, RMS 1."""
    count = int(seconds * SAMPLE_RATE)
    pitch = np.fft.rfftfreq(count, 1 / SAMPLE_RATE)
    weight = np.where((pitch >= low) & (pitch <= high), 1 / np.maximum(pitch, 1) ** tilt, 0.0)
    turns = rng.uniform(0, 2 * np.pi, pitch.size)
    loop = np.fft.irfft(weight * np.exp(1j * turns), count)
    levelled: Sound = (loop / np.sqrt(np.mean(loop**2))).astype(np.float32)
    return levelled


def tone(*, seconds: float, start: float, end: float, sharp: float = 6.0) -> Sound:
    """A note that slides from one pitch to another and dies away."""
    t = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    share = t / seconds
    phase = 2 * np.pi * np.cumsum(start + (end - start) * share) / SAMPLE_RATE
    shape = np.minimum(1, share * 20) * np.exp(-sharp * share) * (1 - share)
    note: Sound = (np.sin(phase) * shape).astype(np.float32)
    return note


def chirp(rng: np.random.Generator) -> Sound:
    """A bird's short phrase."""
    pitch = float(rng.uniform(2600, 4200))
    notes = [
        tone(seconds=0.07, start=pitch * step, end=pitch * step * 1.25, sharp=2)
        for step in rng.uniform(0.85, 1.15, int(rng.integers(2, 5))).tolist()
    ]
    gap = np.zeros(int(0.045 * SAMPLE_RATE), np.float32)
    return np.concatenate([part for note in notes for part in (note, gap)])


def cricket(rng: np.random.Generator) -> Sound:
    pulse = tone(seconds=0.03, start=4300, end=4250, sharp=1)
    gap = np.zeros(int(0.018 * SAMPLE_RATE), np.float32)
    return np.concatenate([pulse, gap] * int(rng.integers(5, 9)))


def bubble(rng: np.random.Generator) -> Sound:
    pitch = float(rng.uniform(320, 700))
    return tone(seconds=0.16, start=pitch, end=pitch * 1.9, sharp=4)


def tick(rng: np.random.Generator) -> Sound:
    return tone(seconds=0.03, start=float(rng.choice([1900.0, 1600.0])), end=1200, sharp=9)


def bell(rng: np.random.Generator) -> Sound:
    pitch = float(rng.choice([1046.5, 1174.7, 1318.5, 1568.0, 1760.0]))
    first, second = (
        tone(seconds=1.6, start=pitch * part, end=pitch * part, sharp=7) for part in (1, 2.76)
    )
    return first + 0.3 * second
