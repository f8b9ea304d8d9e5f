"""The digits by an operator's own speech model, where one is configured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings

from cameos.challenge.saying import DigitListener, RivalListener, Saying, written
from moderation.listening.whisper import checked_folder
from moderation.listening.whisper.engine import Engine, loaded
from moderation.listening.whisper.trusting import is_doubtful

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class WhisperDigits:
    """It recognises freely: what was asked does not sway it. A stretch that nobody should rely on
    (`is_doubtful`) makes the whole unclear, which is a reason to ask again and never a pass."""

    engine: Engine

    @property
    def name(self) -> str:
        return f"whisper-{self.engine.version}"

    def listen(self, samples: NDArray[np.int16], _digits: str) -> Saying:
        """See `DigitListener.listen`."""
        segments = self.engine.hear(samples) if samples.size else []
        words = [part for one in segments for word in one.words for part in word.text.split()]
        seconds = sum(one.end_s - one.start_s for one in segments)
        doubtful = any(is_doubtful(one) for one in segments)
        return Saying(seconds, heard=written(words), doubtful=doubtful)


def build() -> DigitListener:
    """Who listens in this installation: the speech model that hears films, where one is set, or
    PocketSphinx. Raises as `with_model`: a model that is set and broken lets nobody pass."""
    if not settings.SPEECH_MODEL:
        return RivalListener()
    return with_model(
        settings.SPEECH_MODEL,
        device=settings.INSPECTION_DEVICE,
        vad=settings.SPEECH_VAD,
        may_download=settings.MODELS_MAY_DOWNLOAD,
    )


def with_model(model: str, *, device: str, vad: bool, may_download: bool) -> WhisperDigits:
    """Raises Unusable, and what a broken model raises."""
    folder = checked_folder(model, may_download=may_download)
    return WhisperDigits(loaded(folder, device, vad))
