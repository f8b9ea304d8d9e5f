"""Holds the lines of an exact script against the sound at their times."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

from lib.media.sound import SPEECH_RATE
from moderation.detectors.base import Line
from moderation.listening.acoustics import Acoustics, guessed_words
from moderation.listening.confirming import confirmed, longest_speech
from moderation.listening.phones import pauses, phones
from moderation.listening.spans import Span, shared

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ENGLISH = "en"
# The recognizer needs a little silence around a line; lines lie 0.35 s apart.
AROUND_S = 0.15
LEAST_SPEECH_S = 0.05
# More lines than this in one film are not worth a worker's minutes: they stay unexplained.
MOST_LINES = 24

logger = logging.getLogger(__name__)


def unconfirmed(
    samples: NDArray[np.int16],
    lines: Sequence[Line],
    speech: Sequence[Span],
    *,
    aside: Sequence[Span],
) -> tuple[Span, ...]:
    """When something is said at the time of a line that is not, or not surely, that line.

    `aside`: speech that only differs between the two sides; no line is heard there.
    """
    spoken = [line for line in lines if shared((*speech, *aside), _times(line)) > LEAST_SPEECH_S]
    if not spoken:
        return ()
    try:
        doubtful = _doubtful(samples, spoken, speech, aside)
    except Exception as error:  # noqa: BLE001 - whatever the recognizer does, nothing is confirmed
        logger.warning("the recognizer failed: %s", type(error).__name__)
        doubtful = spoken
    return tuple(_times(line) for line in doubtful)


def _doubtful(
    samples: NDArray[np.int16],
    lines: Sequence[Line],
    speech: Sequence[Span],
    aside: Sequence[Span],
) -> list[Line]:
    acoustics = Acoustics()
    try:
        return [
            line
            for number, line in enumerate(lines)
            if number >= MOST_LINES
            or shared(aside, _times(line)) > LEAST_SPEECH_S
            or not _is_said(line, samples, speech, acoustics)
        ]
    finally:
        acoustics.close()


def _is_said(
    line: Line, samples: NDArray[np.int16], speech: Sequence[Span], acoustics: Acoustics
) -> bool:
    if line.language.split("-")[0].lower() != ENGLISH:
        return False
    words = phones(line.text, lookup=acoustics.lookup)
    if words is None:
        return False
    around = (max(0.0, line.start_s - AROUND_S), line.end_s + AROUND_S)
    if shared(speech, around) > longest_speech(words, pauses=pauses(line.text)):
        return False
    part = samples[int(around[0] * SPEECH_RATE) : int(around[1] * SPEECH_RATE)]
    return confirmed(words, acoustics.likelihoods(part), lookup=acoustics.lookup)


def guess(samples: NDArray[np.int16]) -> str:
    """Free recognition, or nothing where it fails."""
    try:
        return guessed_words(samples)
    except Exception as error:  # noqa: BLE001 - a hint that is missing changes no answer
        logger.warning("the recognizer failed: %s", type(error).__name__)
        return ""


def _times(line: Line) -> Span:
    return (line.start_s, line.end_s)
