"""The only file here that knows faster-whisper: it is imported when the first film comes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lib.media.sound import FULL_SCALE, SPEECH_RATE
from moderation.answers import BrokenAnswer
from moderation.detectors.weights import Unusable, digest, folder_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NAME = "speech_recognition"
# What the library would otherwise fetch, or fail on later.
NEEDED = ("model.bin", "config.json", "tokenizer.json")
WANTED = (*NEEDED, "preprocessor_config.json", "vocabulary.*")
LEAST_HEARD_S = 0.02


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch that was recognised in one go. `language`: ISO 639-1, and how sure that is."""

    words: tuple[Word, ...]
    start_s: float
    end_s: float
    language: str
    language_sure: float
    mean_logprob: float
    no_speech: float
    compression: float


class Engine:
    """One film at a time: threads of a worker share it."""

    def __init__(self, model: Any, *, version: str, vad: bool) -> None:
        self._model = model
        self._vad = vad
        self._lock = threading.Lock()
        self.version = version

    def hear(self, samples: NDArray[np.int16]) -> list[Segment]:
        """`samples`: mono, 16 kHz. The same segments each time. Raises BrokenAnswer."""
        import numpy as np

        sound = samples.astype(np.float32) / np.float32(FULL_SCALE)
        with self._lock:
            found, _ = self._model.transcribe(
                sound,
                task="transcribe",
                multilingual=True,
                word_timestamps=True,
                vad_filter=self._vad,
                temperature=0.0,
                # One wrong guess would lead to the next.
                condition_on_previous_text=False,
            )
            return [self._segment(one, sound) for one in found]

    def _segment(self, one: Any, sound: NDArray[np.float32]) -> Segment:
        seconds = sound.size / SPEECH_RATE
        start, end = _inside(one.start, one.end, seconds)
        language, sure = self._language(sound, start, end)
        words = tuple(_words(one, seconds))
        return Segment(
            words, start, end, language, _number(sure),
            _number(one.avg_logprob), _number(one.no_speech_prob), _number(one.compression_ratio),
        )  # fmt: skip

    def _language(self, sound: NDArray[np.float32], start: float, end: float) -> tuple[str, float]:
        """Unsure for a model of one language: whatever is said, it writes that language's words."""
        if not self._model.model.is_multilingual:
            return "", 0.0
        part = sound[int(start * SPEECH_RATE) : int(end * SPEECH_RATE)]
        if part.size < LEAST_HEARD_S * SPEECH_RATE:
            return "", 0.0
        language, sure, _ = self._model.detect_language(audio=part)
        return str(language), float(sure)


def _words(one: Any, seconds: float) -> Iterator[Word]:
    """Without word times the whole is one."""
    if not one.words:
        if one.text.strip():
            yield Word(one.text.strip(), *_inside(one.start, one.end, seconds))
        return
    for word in one.words:
        if word.word.strip():
            yield Word(word.word.strip(), *_inside(word.start, word.end, seconds))


def _inside(start: float, end: float, seconds: float) -> tuple[float, float]:
    """Times of the film, of which the model hears 30 seconds at once, filled up with silence."""
    first = min(max(0.0, _number(start)), seconds)
    return first, min(max(first, _number(end)), seconds)


def _number(value: float) -> float:
    if value != value:  # noqa: PLR0124 - NaN
        raise BrokenAnswer("NaN")
    return float(value)


def checked_folder(model: str, *, may_download: bool) -> Path:
    """Raises Unusable for a model that is missing or not whole. Loads nothing."""
    folder = folder_of(model, may_download=may_download, wanted=WANTED)
    for name in NEEDED:
        if not (folder / name).is_file():
            raise Unusable(f"{name} is missing")
    return folder


@lru_cache(maxsize=1)
def loaded(folder: Path, device: str, vad: bool) -> Engine:
    """From this folder alone. Raises what a broken model raises."""
    from faster_whisper import WhisperModel

    model = WhisperModel(
        str(folder), device=device, local_files_only=True, cpu_threads=1, num_workers=1
    )
    return Engine(model, version=digest(folder / "model.bin")[:12], vad=vad)
