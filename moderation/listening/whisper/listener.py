from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from moderation.detectors.base import Heard, Line, Source
from moderation.listening.listener import ScriptListener
from moderation.listening.reading import Sound, read
from moderation.listening.spans import Span, joined, without
from moderation.listening.speech import stretches
from moderation.listening.whisper.engine import NAME, Engine, Segment, checked_folder, loaded
from moderation.listening.whisper.trusting import is_doubtful, is_heard, windows

# How far speech may stick out of the words: their times are that coarse.
MARGIN_S = 0.3
SHORTEST_REST_S = 0.15
NEAR_S = 0.4


@dataclass(frozen=True)
class WhisperListener:
    """Recognises what is said. Complete is what is said in a language that is read, surely, and
    where no speech is found that has no words.

    An exact script that the floor (`ScriptListener`) finds borne out by the sound needs no more;
    one that it doubts is held against what is recognised. A model that is missing or broken hears
    nothing, not even what the floor would: it was asked for.
    """

    model: str
    device: str
    vad: bool
    may_download: bool

    def listen(self, path: Path, source: Source) -> Heard:
        """See `Listener.listen`. Raises `MediaError`, Unusable, and what a broken model raises."""
        folder = checked_folder(self.model, may_download=self.may_download)
        engine = loaded(folder, self.device, self.vad)
        floor = ScriptListener().listen(path, source)
        sound = read(path)
        if floor.complete or sound is None:
            return floor
        lines = source.script if source.script_is_exact else ()
        return _heard(sound, engine, floor, lines)


def _heard(sound: Sound, engine: Engine, floor: Heard, lines: tuple[Line, ...]) -> Heard:
    segments = engine.hear(sound.middle) if sound.middle.size else []
    words = [word for segment in segments for word in segment.words]
    unexplained = joined((*_unexplained(sound, segments), *_unsaid(lines, segments)))
    texts = (*floor.texts, *windows(words))
    return Heard(texts, not unexplained, unexplained, NAME, engine.version)


def _unexplained(sound: Sound, segments: list[Segment]) -> tuple[Span, ...]:
    """Speech without words, and words that nobody should rely on."""
    if sound.tracks > 1:
        return ((0.0, sound.seconds),)  # nobody knows which one a player takes
    speech = stretches(sound.middle)
    near = [(start - NEAR_S, end + NEAR_S) for start, end in speech]
    # Words that only differ between the two sides are in no transcript of the middle.
    aside = without(stretches(sound.side), near)
    covers = [
        (word.start_s - MARGIN_S, word.end_s + MARGIN_S) for one in segments for word in one.words
    ]
    rests = [rest for rest in without(speech, covers) if rest[1] - rest[0] >= SHORTEST_REST_S]
    doubtful = [(one.start_s, one.end_s) for one in segments if is_doubtful(one)]
    return joined((*rests, *aside, *doubtful))


def _unsaid(lines: tuple[Line, ...], segments: list[Segment]) -> list[Span]:
    """Lines of an exact script that are not what is recognised there."""
    return [(line.start_s, line.end_s) for line in lines if not is_heard(line, segments)]
