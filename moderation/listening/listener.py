from __future__ import annotations

import math
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from lib.media.sound import SPEECH_RATE
from moderation.detectors.base import Heard, Line, Source
from moderation.listening.reading import Sound, read
from moderation.listening.scripts import guess, unconfirmed
from moderation.listening.spans import Span, joined, without
from moderation.listening.speech import stretches

NAME = "listening"
OWN_VERSION = 1
# How far speech may stick out of its line: detection is that coarse.
MARGIN_S = 0.2
SHORTEST_REST_S = 0.08
# Beside speech the two sides differ by what coding leaves over, and by ambience that steps back.
NEAR_S = 0.4
# Free recognition of one film costs at most about this many seconds of sound.
GUESSED_S = 15.0

Text = tuple[str, float, float]


class ScriptListener:
    """Finds speech by itself and believes an exact script only where the sound bears it out.

    Speech of any language is found. Only English lines can be confirmed, for the recognizer's model
    is English: speech under a line of another language stays unexplained, whatever the line says.
    Without an exact script all that sounds stays unexplained, even where no speech is found (law 1:
    who shouts over music, whispers or sings may not be found). What the recognizer believes to hear
    is added as texts, for the text detectors to find something in, and never completes anything.
    """

    def listen(self, path: Path, source: Source) -> Heard:
        """See `Listener.listen`. Raises `MediaError` for a file that cannot be read."""
        sound = read(path)
        lines = tuple(line for line in source.script if _sound_times(line))
        texts = tuple((line.text, line.start_s, line.end_s) for line in lines)
        if sound is None:
            return _heard(texts, ())
        believed = lines if source.script_is_exact else ()
        doubtful = _doubtful(sound, believed)
        unexplained = doubtful if source.script_is_exact else _whole(sound)
        return _heard((*texts, *_guesses(sound, doubtful)), unexplained)


def _sound_times(line: Line) -> bool:
    """A line with times that are no times explains nothing."""
    return math.isfinite(line.start_s + line.end_s) and 0 <= line.start_s <= line.end_s


def _whole(sound: Sound) -> tuple[Span, ...]:
    return ((0.0, sound.seconds),) if sound.is_audible or sound.tracks > 1 else ()


def _doubtful(sound: Sound, lines: tuple[Line, ...]) -> tuple[Span, ...]:
    if sound.tracks > 1:
        return ((0.0, sound.seconds),)  # nobody knows which one a player takes
    speech = stretches(sound.middle)
    near = [(start - NEAR_S, end + NEAR_S) for start, end in speech]
    aside = without(stretches(sound.side), near)
    covers = [(line.start_s - MARGIN_S, line.end_s + MARGIN_S) for line in lines]
    rests = [span for span in without(joined((*speech, *aside)), covers) if _is_long(span)]
    return joined((*rests, *unconfirmed(sound.middle, lines, speech, aside=aside)))


def _is_long(span: Span) -> bool:
    return span[1] - span[0] >= SHORTEST_REST_S


def _guesses(sound: Sound, spans: tuple[Span, ...]) -> Iterator[Text]:
    left = GUESSED_S
    for start, end in spans:
        until = min(end, start + left)
        samples = sound.middle[int(start * SPEECH_RATE) : int(until * SPEECH_RATE)]
        left -= until - start
        if samples.size and (words := guess(samples)):
            yield words, start, until


def _heard(texts: tuple[Text, ...], unexplained: tuple[Span, ...]) -> Heard:
    return Heard(texts, not unexplained, unexplained, NAME, _version())


def _version() -> str:
    try:
        return f"{version('pocketsphinx')}+{OWN_VERSION}"
    except PackageNotFoundError:
        return f"none+{OWN_VERSION}"
