"""Is this line what is said here? Its phones must fit better than other words in their place."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from moderation.listening.paths import fits
from moderation.listening.phones import Lookup, Word

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RIVALS = 40
CHUNK_PHONES = 9
# In standard deviations of the rivals. Measured on eSpeak over the sketch engine's ambience:
# whole chunks of honest lines 2.43 or more (n = 112), of lines with one chunk replaced 2.61 at the
# 99th percentile (n = 426). One short word alone tells little: honest ones 1.6 or more (n = 6).
MARGIN = 2.3
# The whole line tells more. Honest: 3.8 or more (n = 114); quite other words: below 3.4 in 812 of
# 817 pairs. All rules with the pace, on 40 other sentences (one of which had led to
# this rule) in two voices: 79 of 80 honest lines confirmed, 5 of 3,118 pairs of other words.
WHOLE_MARGIN = 3.4
SHORT_MARGIN = 1.3
SHORT_PHONES = 6
# eSpeak at the engine's pace takes 0.07-0.11 s a phone, and pauses at commas.
SLOWEST_S_PER_PHONE = 0.12
SLACK_S = 0.3
PAUSE_S = 0.25
MOST_PAUSES = 8
# Common English words, whose sounds in any order make the rivals.
COMMON = [
    "about", "after", "again", "always", "another", "around", "because", "before", "between",
    "both", "bring", "could", "country", "different", "does", "down", "each", "end", "every",
    "eyes", "far", "father", "few", "find", "first", "follow", "food", "found", "from", "game",
    "girl", "give", "good", "great", "had", "hand", "have", "head", "help", "high", "home",
    "house", "into", "just", "kind", "know", "large", "last", "later", "learn", "left",
    "letter", "life", "light", "like", "little", "live", "long", "look", "made", "many",
    "might", "more", "mother", "move", "much", "must", "name", "need", "never", "new", "next",
    "night", "number", "often", "old", "once", "only", "open", "other", "over", "page", "paper",
    "part", "people", "place", "play", "point", "question", "quite", "read", "right", "river",
    "same", "say", "school", "second", "sentence", "she", "should", "show", "side", "small",
    "some", "song", "soon", "sound", "start", "state", "story", "study", "such", "take", "talk",
    "than", "their", "them", "there", "thing", "think", "this", "thought", "three", "through",
    "time", "together", "took", "tree", "try", "turn", "two", "under", "until", "use", "very",
    "voice", "walk", "want", "watch", "water", "way", "well", "were", "what", "when", "where",
    "which", "white", "who", "why", "with", "word", "work", "world", "would", "write", "year",
    "you", "young",
]  # fmt: skip


def confirmed(words: Sequence[Word], likelihoods: NDArray[np.float32], *, lookup: Lookup) -> bool:
    """True where every part of the line (nine phones and more each) beats 40 rivals by far."""
    pool = [tuple(sound.split()) for sound in map(lookup, COMMON) if sound]
    parts = {(0, len(words)): _whole_margin(sum(map(len, words)))}
    for part in _chunks(words):
        parts.setdefault(part, MARGIN)
    return all(
        _lead(words, part, likelihoods, pool) >= margin  # false for a lead that is no number
        for part, margin in parts.items()
    )


def _whole_margin(count: int) -> float:
    if count < SHORT_PHONES:
        return SHORT_MARGIN
    return WHOLE_MARGIN if count >= CHUNK_PHONES else MARGIN


def _lead(
    words: Sequence[Word],
    part: tuple[int, int],
    likelihoods: NDArray[np.float32],
    pool: Sequence[Word],
) -> float:
    """By how many of the rivals' standard deviations the line fits better than with other words
    in this part of it."""
    import numpy as np

    first, last = part
    count = sum(map(len, words[first:last]))
    rivals = [(*words[:first], *other, *words[last:]) for other in _others(pool, phones=count)]
    scores = fits(likelihoods, (words, *rivals))
    spread = float(np.std(scores[1:]))
    return float(scores[0] - np.mean(scores[1:])) / spread if spread else 0.0


def longest_speech(words: Sequence[Word], *, pauses: int) -> float:
    """Seconds that a line may take to say; more means that more is said."""
    said = SLOWEST_S_PER_PHONE * sum(map(len, words))
    return said + SLACK_S + PAUSE_S * min(pauses, MOST_PAUSES)


def _chunks(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Parts of the line as word positions; a short rest belongs to the part before it."""
    ends = []
    count = 0
    for position, word in enumerate(words, start=1):
        count += len(word)
        if count >= CHUNK_PHONES:
            ends.append(position)
            count = 0
    ends = [*ends[:-1], len(words)] if ends else [len(words)]
    yield from zip([0, *ends[:-1]], ends, strict=True)


def _others(pool: Sequence[Word], *, phones: int) -> Iterator[tuple[Word, ...]]:
    """Words of as many phones in all; the same ones each time, so that answers never change."""
    chance = random.Random(phones)  # noqa: S311 - no secret: a fixed choice of words
    for _ in range(RIVALS):
        words: list[Word] = []
        left = phones
        while left > 0:
            word = chance.choice(pool)[:left]
            words.append(word)
            left -= len(word)
        yield tuple(words)
