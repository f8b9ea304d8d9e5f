"""Whether the digits that were asked are what is said: they must fit better than other digits.

PocketSphinx recognises digits poorly (24 to 25 of 32 said by eSpeak) and tells two lines of digits
apart well: each phone state's likelihood is the same for both but where they differ.

Measured on 200 lines that eSpeak reads in eight voices at 110 to 170 words a minute, over noise 30
to 60 dB below, after AAC; other lines than those by which the margins were chosen, the same voices
(benchmarks/challenge.py; Wilson 95 %). Taken: 200 honest ones (98.1 to 100 %). Refused, of 200
each: one digit another 199 (97.2 to 99.9 %), two swapped 200, one left out 200 (98.1 to 100 %), one
more 198 (96.4 to 99.7 %). Nothing is known of people's voices, of accents, of a street: who says
the right digits may well be refused there. An operator's own model (transcribing.py) knows them.
"""

from __future__ import annotations

from collections.abc import Sequence
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

# Log likelihoods (nats) by which the digits asked must fit better than the best rival of each sort;
# below zero: by which they may fit worse. A vowel that is drawn out is easily one digit more.
LEAST_LEAD = {"another": -20.0, "swapped": 30.0, "fewer": 30.0, "more": -95.0}
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
    """`leads`: by how many nats the digits asked fit better than the best line with another digit
    in one place, with two swapped, with one fewer, with one more. None where nothing was compared.
    `heard`: the digits that a recogniser wrote, where one is asked.
    """

    speech_s: float
    leads: dict[str, float] | None = None
    heard: str | None = None
    doubtful: bool = False


class DigitListener(Protocol):
    @property
    def name(self) -> str: ...

    def listen(self, samples: NDArray[np.int16], digits: str) -> Saying:
        """`samples`: mono, 16 kHz, of the whole film. Raises what a broken model raises."""
        ...


class RivalListener:
    """Scores the digits against all that are one step away. About 0.3 s a film."""

    name = "pocketsphinx-rivals-1"

    def listen(self, samples: NDArray[np.int16], digits: str) -> Saying:
        """See `DigitListener.listen`."""
        speech, part = said_part(samples)
        if not LEAST_SPEECH_S <= speech <= MOST_SPEECH_S:
            return Saying(speech)
        return Saying(speech, leads(*scored(part), digits))


def said_part(samples: NDArray[np.int16]) -> tuple[float, NDArray[np.int16]]:
    """Seconds of speech, and the stretch of the film that holds all of it."""
    spans = stretches(samples)
    if not spans:
        return 0.0, samples[:0]
    start, end = spans[0][0] - AROUND_S, spans[-1][1] + AROUND_S
    part = samples[max(0, round(start * SPEECH_RATE)) : round(end * SPEECH_RATE)]
    return sum(end - start for start, end in spans), part


def missaid(saying: Saying, digits: str) -> tuple[Failure, ...]:
    if saying.heard is not None:
        return _misheard(saying, digits)
    if not saying.speech_s >= LEAST_SPEECH_S:
        return (Failure.NOTHING_SAID,)
    if saying.leads is None:
        return (Failure.MORE_SAID,)
    # Not `<`: a lead that is no number is not enough either.
    wanting = [sort for sort, least in LEAST_LEAD.items() if not saying.leads[sort] >= least]
    if not wanting:
        return ()
    return (Failure.MORE_SAID if wanting == ["more"] else Failure.DIGITS_NOT_HEARD,)


def _misheard(saying: Saying, digits: str) -> tuple[Failure, ...]:
    if not saying.heard and not saying.doubtful:
        return (Failure.NOTHING_SAID,)
    if saying.doubtful:
        return (Failure.DIGITS_UNCLEAR,)
    return () if saying.heard == digits else (Failure.DIGITS_NOT_HEARD,)


Sounds = dict[str, Word]


def scored(part: NDArray[np.int16]) -> tuple[NDArray[np.float32], Sounds]:
    """How much each moment sounds like each phone, and the phones of each digit."""
    from moderation.listening.acoustics import Acoustics

    acoustics = Acoustics()
    try:
        sounds = {digit: _sound(digit, acoustics) for digit in DIGITS}
        return acoustics.likelihoods(_with_noise(part)), sounds
    finally:
        acoustics.close()


def _sound(digit: str, acoustics: Acoustics) -> Word:
    word = ONES[int(digit)]
    found = acoustics.lookup(word)
    if not found:
        raise LookupError(word)
    return tuple(found.split())


def leads(likelihoods: NDArray[np.float32], sounds: Sounds, digits: str) -> dict[str, float]:
    """See `Saying.leads`."""
    rivals = {sort: make(digits) for sort, make in RIVALS.items()}
    lines = list({digits}.union(*rivals.values()))
    words = [[sounds[digit] for digit in line] for line in lines]
    scores = dict(zip(lines, fits(likelihoods, words) * len(likelihoods), strict=True))
    return {
        sort: float(scores[digits] - max(scores[line] for line in some))
        for sort, some in rivals.items()
    }


def _another(digits: str) -> set[str]:
    places = range(len(digits))
    lines = {digits[:at] + other + digits[at + 1 :] for at in places for other in DIGITS}
    return lines - {digits}


def _swapped(digits: str) -> set[str]:
    lines = set()
    for one, two in combinations(range(len(digits)), 2):
        line = list(digits)
        line[one], line[two] = digits[two], digits[one]
        lines.add("".join(line))
    return lines - {digits}


def _fewer(digits: str) -> set[str]:
    return {digits[:at] + digits[at + 1 :] for at in range(len(digits))}


def _more(digits: str) -> set[str]:
    places = range(len(digits) + 1)
    return {digits[:at] + other + digits[at:] for at in places for other in DIGITS}


RIVALS = {"another": _another, "swapped": _swapped, "fewer": _fewer, "more": _more}


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
