"""Whether the digits that were asked are what is said: they must fit better than other digits.

PocketSphinx recognises digits poorly (24 to 25 of 32 said by eSpeak) and tells two lines of digits
apart well: each phone state's likelihood is the same for both but where they differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Protocol

from cameos.challenge.asking import DIGITS
from cameos.challenge.failures import Failure
from lib.media.sound import SPEECH_RATE
from moderation.listening.numbers import ONES
from moderation.listening.paths import fits
from moderation.listening.phones import Word
from moderation.listening.speech import stretches

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from moderation.listening.acoustics import Acoustics

# Log likelihoods (nats) by which the asked digits may fit worse than the best other ones. See
# benchmarks/challenge.py for what they let through and refuse.
LEAST_OVER_OTHERS = -20.0
LEAST_OVER_MORE = -95.0
# Around speech, as the recogniser needs it; more silence would only move its idea of silence.
AROUND_S = 0.15
# Six digits take 1.5 s at least, and nobody needs more than 12.
LEAST_SPEECH_S = 1.0
MOST_SPEECH_S = 15.0
# The model knows recordings alone: it takes a computed voice's dead silence for a sound. With this
# much noise below the speech honest lines are mistaken less often, and real ones are as noisy.
NOISE_DB = 25.0
AUDIBLE = 300


@dataclass(frozen=True, slots=True)
class Saying:
    """`over_others`, `over_more`: by how many nats the digits asked fit better than the best line
    with another digit (or two in each other's place, or one fewer), and than the best with one
    more. None where nothing was compared. `heard`: what a recogniser wrote, where one is asked.
    """

    speech_s: float
    over_others: float | None = None
    over_more: float | None = None
    heard: str | None = None
    doubtful: bool = False


class DigitListener(Protocol):
    name: str

    def listen(self, samples: NDArray[np.int16], digits: str) -> Saying:
        """`samples`: mono, 16 kHz, of the whole film. Raises what a broken model raises."""
        ...


class RivalListener:
    """Scores the digits against all that are one step away. About 0.3 s a film."""

    name = "pocketsphinx-rivals-1"

    def listen(self, samples: NDArray[np.int16], digits: str) -> Saying:
        """See `DigitListener.listen`."""
        from moderation.listening.acoustics import Acoustics

        spans = stretches(samples)
        speech = sum(end - start for start, end in spans)
        if not LEAST_SPEECH_S <= speech <= MOST_SPEECH_S:
            return Saying(speech)
        start, end = spans[0][0] - AROUND_S, spans[-1][1] + AROUND_S
        part = samples[max(0, round(start * SPEECH_RATE)) : round(end * SPEECH_RATE)]
        acoustics = Acoustics()
        try:
            others, more = _leads(part, digits, acoustics)
        finally:
            acoustics.close()
        return Saying(speech, others, more)


def missaid(saying: Saying, digits: str) -> tuple[Failure, ...]:
    if saying.heard is not None:
        return _misheard(saying, digits)
    if saying.speech_s < LEAST_SPEECH_S:
        return (Failure.NOTHING_SAID,)
    if saying.over_others is None or saying.over_more is None:
        return (Failure.MORE_SAID,)
    if not saying.over_others >= LEAST_OVER_OTHERS:  # also for a lead that is no number
        return (Failure.DIGITS_NOT_HEARD,)
    return () if saying.over_more >= LEAST_OVER_MORE else (Failure.MORE_SAID,)


def _misheard(saying: Saying, digits: str) -> tuple[Failure, ...]:
    if not saying.heard and not saying.doubtful:
        return (Failure.NOTHING_SAID,)
    if saying.doubtful:
        return (Failure.DIGITS_UNCLEAR,)
    return () if saying.heard == digits else (Failure.DIGITS_NOT_HEARD,)


def _leads(part: NDArray[np.int16], digits: str, acoustics: Acoustics) -> tuple[float, float]:
    likelihoods = acoustics.likelihoods(_with_noise(part))
    sounds = {digit: _sound(digit, acoustics) for digit in DIGITS}
    others, more = list(dict.fromkeys(_others(digits))), list(dict.fromkeys(_more(digits)))
    lines = [[sounds[digit] for digit in line] for line in (digits, *others, *more)]
    scores = fits(likelihoods, lines) * len(likelihoods)
    leads = scores[0] - scores[1:]
    return float(leads[: len(others)].min()), float(leads[len(others) :].min())


def _sound(digit: str, acoustics: Acoustics) -> Word:
    word = ONES[int(digit)]
    found = acoustics.lookup(word)
    if not found:
        raise LookupError(word)
    return tuple(found.split())


def _others(digits: str) -> Iterator[str]:
    """One digit another, two in each other's place, or one not said."""
    for place, said in enumerate(digits):
        before, after = digits[:place], digits[place + 1 :]
        yield from (before + other + after for other in DIGITS if other != said)
        yield before + after
    for one, two in combinations(range(len(digits)), 2):
        swapped = list(digits)
        swapped[one], swapped[two] = digits[two], digits[one]
        if digits[one] != digits[two]:
            yield "".join(swapped)


def _more(digits: str) -> Iterator[str]:
    for place in range(len(digits) + 1):
        yield from (digits[:place] + other + digits[place:] for other in DIGITS)


def _with_noise(part: NDArray[np.int16]) -> NDArray[np.int16]:
    """The same noise each time, so that answers never change."""
    import numpy as np

    sound = part.astype(np.float64)
    audible = sound[np.abs(sound) > AUDIBLE]
    level = float(np.sqrt(np.mean(audible**2))) if audible.size else 1.0
    noise = np.random.default_rng(0).normal(size=sound.size)
    noisy = sound + noise * level * 10 ** (-NOISE_DB / 20)
    full: NDArray[np.int16] = np.clip(noisy, -32768, 32767).astype(np.int16)
    return full


def written(words: Sequence[str]) -> str:
    """The digits in what a recogniser wrote: "zero", "oh", "0" and "401" all count."""
    said = ""
    for word in words:
        plain = "".join(char for char in word.lower() if char.isalnum())
        if plain.isdigit() and plain.isascii():
            said += plain
        elif plain in SPOKEN:
            said += SPOKEN[plain]
        else:
            said += "?" * bool(plain)
    return said


SPOKEN = {word: str(number) for number, word in enumerate(ONES[:10])} | {
    "oh": "0", "o": "0", "to": "2", "too": "2", "for": "4", "won": "1",
}  # fmt: skip
