from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cameos.challenge.failures import Failure
from cameos.challenge.saying import RivalListener, missaid
from cameos.challenge.transcribing import WhisperDigits
from cameos.enrolment.judging import models
from moderation.detectors.weights import Unusable
from moderation.listening.whisper.engine import Segment, Word
from tests.moderation.models.whisper import whisper

SOME = np.ones(16_000, np.int16)


@dataclass
class Recogniser:
    """Writes what a test says."""

    segments: list[Segment]
    version: str = "0123"
    asked: list[int] = field(default_factory=list)

    def hear(self, samples: np.ndarray) -> list[Segment]:
        self.asked.append(samples.size)
        return self.segments


def segment(text: str, *, logprob: float = -0.2, language: str = "en") -> Segment:
    words = tuple(Word(word, 0.0, 1.0) for word in text.split())
    return Segment(words, 0.0, 3.0, language, 0.99, logprob, 0.01, 1.0)


def failures(*segments: Segment) -> tuple[Failure, ...]:
    listener = WhisperDigits(Recogniser(list(segments)))  # type: ignore[arg-type]
    return missaid(listener.listen(SOME, "406152"), "406152")


def test_the_digits_in_any_writing() -> None:
    assert failures(segment("Four, zero, six."), segment("152")) == ()


@pytest.mark.parametrize("text", ["406125", "40615", "4061522", "four oh six one five"])
def test_other_digits(text: str) -> None:
    assert failures(segment(text)) == (Failure.DIGITS_NOT_HEARD,)


def test_what_is_said_beside_the_digits_is_not_skipped() -> None:
    assert failures(segment("say 406152")) == (Failure.DIGITS_NOT_HEARD,)


def test_a_doubtful_stretch_is_asked_again() -> None:
    assert failures(segment("406152", logprob=-1.4)) == (Failure.DIGITS_UNCLEAR,)
    assert failures(segment("406152", language="de")) == (Failure.DIGITS_UNCLEAR,)


def test_silence() -> None:
    assert failures() == (Failure.NOTHING_SAID,)


def test_which_model_heard_it_is_known() -> None:
    assert WhisperDigits(Recogniser([])).name == "whisper-0123"  # type: ignore[arg-type]


def test_without_a_speech_model_pocketsphinx_listens(settings: Any) -> None:
    settings.SPEECH_MODEL = ""
    assert isinstance(models().listener, RivalListener)


def test_a_speech_model_that_is_set_and_missing_lets_nobody_pass(
    settings: Any, tmp_path: Path
) -> None:
    settings.SPEECH_MODEL = str(tmp_path / "nothing")
    with pytest.raises(Unusable):
        models()


@pytest.mark.slow
def test_a_speech_model_that_is_set_listens(settings: Any, tmp_path: Path) -> None:
    """One of random weights, through the real loader: it hears no digits in noise."""
    settings.SPEECH_MODEL = str(whisper(tmp_path / "whisper"))
    listener = models().listener
    assert listener.name.startswith("whisper-")
    noise = np.random.default_rng(5).integers(-3_000, 3_000, 48_000).astype(np.int16)
    assert missaid(listener.listen(noise, "406152"), "406152") != ()
