"""A computed voice that reads digits, over the noise of a room."""

import base64
import json
import subprocess
import sys
from functools import lru_cache

import av
import numpy as np
from numpy.typing import NDArray

from generation.engines.sketch.sound.voice import PROGRAM
from lib.media.track import SAMPLE_RATE
from moderation.listening.numbers import ONES

Sound = NDArray[np.float32]

SPEAKS_AT_S = 0.4
AFTER_S = 0.4
LOUD = 0.5
SILENT_S = 12.0


@lru_cache(maxsize=64)
def spoken(digits: str | None, voice: str, words_per_minute: int, noise_db: float) -> Sound:
    """Mono, 48 kHz. None: the noise alone."""
    said = _said(digits, voice, words_per_minute) if digits else np.zeros(0, np.float32)
    before, after = np.zeros(_samples(SPEAKS_AT_S)), np.zeros(_samples(AFTER_S))
    whole = np.concatenate([before, said, after]) if digits else np.zeros(_samples(SILENT_S))
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
