"""What of a transcript can be relied on. Models of this kind write fluent words over noise too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from moderation.detectors.base import Line
from moderation.listening.spans import Span, shared
from moderation.listening.whisper.engine import Segment, Word

# The model's authors' own limits, for what they decode again.
LEAST_LOGPROB = -1.0
MOST_COMPRESSION = 2.4
MOST_NO_SPEECH = 0.6
LEAST_LANGUAGE = 0.5
# What text detectors read (moderation.detectors.minilm): anything else is not assessed.
READ = frozenset({"en"})
# The share of a line's words that must be heard in order.
LEAST_ALIKE = 0.6
AROUND_S = 0.3

WINDOW = 60  # words
STEP = 30
MOST_CHARACTERS = 8_000

Text = tuple[str, float, float]


def is_doubtful(segment: Segment) -> bool:
    """Repeats itself, is unlikely, or is in a language that is unsure or that nobody reads."""
    return (
        not segment.words
        or segment.mean_logprob < LEAST_LOGPROB
        or segment.compression > MOST_COMPRESSION
        or segment.no_speech > MOST_NO_SPEECH
        or segment.language_sure < LEAST_LANGUAGE
        or segment.language not in READ
    )


def windows(words: Sequence[Word]) -> Iterator[Text]:
    """Words in stretches that overlap by half, so that every sentence stands whole in one."""
    for first in range(0, max(1, len(words) - STEP), STEP):
        part = words[first : first + WINDOW]
        if part:
            text = " ".join(word.text for word in part)[:MOST_CHARACTERS]
            yield text, part[0].start_s, max(word.end_s for word in part)


def is_heard(line: Line, segments: Sequence[Segment]) -> bool:
    """Whether what an exact script says is what is recognised there, in its language."""
    window = (line.start_s - AROUND_S, line.end_s + AROUND_S)
    near = [one for one in segments if shared([_times(one)], window) > 0]
    spoken = line.language.split("-")[0].lower()
    if not near or any(one.language != spoken or is_doubtful(one) for one in near):
        return False
    heard = [word.text for one in near for word in one.words if shared([_when(word)], window) > 0]
    return _alike(line.text, " ".join(heard)) >= LEAST_ALIKE


def _alike(said: str, heard: str) -> float:
    one, other = (re.findall(r"\w+", text.casefold()) for text in (said, heard))
    return SequenceMatcher(a=one, b=other, autojunk=False).ratio() if one else 0.0


def _times(segment: Segment) -> Span:
    return segment.start_s, segment.end_s


def _when(word: Word) -> Span:
    return word.start_s, word.end_s
