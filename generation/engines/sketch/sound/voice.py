from __future__ import annotations

import base64
import json
import subprocess
import sys
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from generation.engines.base import EngineError

PROGRAM = Path(__file__).with_name("espeak_process.py")
TIME_LIMIT_S = 30.0
WORDS_PER_MINUTE = 155
SAMPLE_RATE = 48_000
PEAK = 0.6
SILENCE = 0.004

# Two speakers take turns, so that a dialogue sounds like one.
SPEAKERS = ("+f3", "+m3")


def speak(text: str, *, language: str, speaker: int) -> NDArray[np.float32]:
    """Mono, 48 kHz, silence cut off at both ends. Raises `EngineError("speech_unavailable")`."""
    voice = language + SPEAKERS[speaker % 2]
    asked = {"text": text, "voice": voice, "words_per_minute": WORDS_PER_MINUTE}
    try:
        answer = json.loads(_run(json.dumps(asked) + "\n"))
        samples = np.frombuffer(base64.b64decode(answer["pcm"]), "<i2")
        rate = int(answer["rate"])
    except (OSError, subprocess.SubprocessError, ValueError, KeyError) as error:
        raise EngineError("speech_unavailable", permanent=False) from error
    return _levelled(_resampled(samples, rate=rate))


def _run(lines: str) -> str:
    """Starts with an empty environment: the program needs none, and ours holds secrets."""
    command = [sys.executable, "-I", str(PROGRAM)]
    return subprocess.run(
        command,
        input=lines,
        capture_output=True,
        text=True,
        timeout=TIME_LIMIT_S,
        env={},
        check=True,
    ).stdout


def _resampled(samples: NDArray[np.int16], *, rate: int) -> NDArray[np.float32]:
    if not samples.size:
        return np.zeros(0, np.float32)
    resampler = av.AudioResampler(format="flt", layout="mono", rate=SAMPLE_RATE)
    frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), "s16", "mono")
    frame.sample_rate = rate
    frames = [*resampler.resample(frame), *resampler.resample(None)]
    return np.concatenate([np.asarray(part.to_ndarray(), np.float32).ravel() for part in frames])


def _levelled(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    loud = np.flatnonzero(np.abs(samples) > SILENCE)
    if not loud.size:
        return np.zeros(0, np.float32)
    cut = samples[loud[0] : loud[-1] + 1]
    return cut * np.float32(PEAK / np.abs(cut).max())
