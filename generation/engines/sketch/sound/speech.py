from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from generation.engines.base import SpokenLine
from generation.engines.sketch.dialogue import language_of, quotes, speakable_words
from generation.engines.sketch.sound.voice import SAMPLE_RATE, speak

FIRST_AT_S = 0.4
PAUSE_S = 0.35
ENDS_BEFORE_S = 0.2
# eSpeak at 155 words a minute says a short word in about 0.2 s; more words than this cannot fit.
FASTEST_WORDS_PER_SECOND = 6.0
SHORTEST_S = 0.15


@dataclass(frozen=True, slots=True)
class Speech:
    """A line of the script and its sound: float32, mono, 48 kHz, as long as the line says."""

    line: SpokenLine
    samples: NDArray[np.float32]

    @property
    def start(self) -> int:
        return round(self.line.start_s * SAMPLE_RATE)


def spoken(prompt: str, *, seconds: float) -> tuple[Speech, ...]:
    """The prompt's dialogue, one line after the other, cut at whole words to what fits the film.

    The script holds exactly the words that are heard: what does not fit is not in it.
    """
    speeches: list[Speech] = []
    at = FIRST_AT_S
    end = seconds - ENDS_BEFORE_S
    for number, quote in enumerate(quotes(prompt)):
        language = language_of(prompt, quote)
        words = speakable_words(quote, language)
        fitted = _fitted(words, language=language, speaker=number, room=end - at)
        if fitted is None:
            continue
        text, samples = fitted
        until = at + samples.size / SAMPLE_RATE
        speeches.append(Speech(SpokenLine(text, round(at, 3), round(until, 3), language), samples))
        at = until + PAUSE_S
        if len(text.split(" ")) < len(words):
            break
    return tuple(speeches)


def _fitted(
    words: tuple[str, ...], *, language: str, speaker: int, room: float
) -> tuple[str, NDArray[np.float32]] | None:
    """The most first words that fit. Said anew for each try: a cut sentence has another melody."""
    count = min(len(words), max(0, int(room * FASTEST_WORDS_PER_SECOND)))
    while count > 0 and room > SHORTEST_S:
        text = " ".join(words[:count])
        samples = speak(text, language=language, speaker=speaker)
        length = samples.size / SAMPLE_RATE
        if samples.size and length <= room:
            return text, samples
        count = min(count - 1, int(count * room / length)) if length else 0
    return None
