"""The text detector over encoder and heads."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from moderation.answers import Answer, Coverage, Hit, unassessed
from moderation.categories import Surface
from moderation.detectors.base import TextDetector
from moderation.detectors.minilm.encoder import Encoder
from moderation.detectors.minilm.heads import Heads, load_heads
from moderation.detectors.minilm.identifying import identifier
from moderation.detectors.minilm.ngrams import Ngrams, load_ngrams
from moderation.detectors.minilm.reading import Reading, has_words, read

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BATCH_TOKENS = 512  # a batch of 1,024 took a quarter longer on one thread (measured)


class MiniLM:
    """Judges English. What it cannot read (script, language, density) it does not assess."""

    name = "minilm"

    def __init__(self, encoder: Encoder, heads: Heads, ngrams: Ngrams, version: str) -> None:
        self.version = version
        self._encoder = encoder
        self._heads = heads
        self._ngrams = ngrams

    def assess(self, text: str, *, surface: Surface) -> Answer:
        """The worst window of each category; its place is the hit's. Raises BrokenVectors."""
        coverage = dict.fromkeys(self._heads.categories, Coverage.ASSESSED)
        if not has_words(text):
            return Answer(self.name, self.version, coverage)
        reading = read(self._encoder.tokens, text)
        if reading.refusal:
            return unassessed(self.name, self.version)
        return Answer(self.name, self.version, coverage, self._hits(reading, text))

    def _hits(self, reading: Reading, text: str) -> tuple[Hit, ...]:
        pieces = self._ngrams.raw([text[slice(*reading.place(at))] for at in reading.windows])
        scores = self._heads.scores(_embedded(reading, self._encoder), pieces)
        worst = scores.argmax(axis=0)
        hits = []
        for head, category in enumerate(self._heads.categories):
            start, end = reading.place(reading.windows[worst[head]])
            score = float(scores[worst[head], head])
            hits.append(Hit(category, score, start=start, end=end))
        return tuple(hits)


def build(folder: Path) -> TextDetector:
    """Ready to answer. `folder` is the data folder, where the encoder is exported once."""
    heads, version = load_heads()
    encoder = Encoder(folder)
    encoder.warm_up()
    identifier()
    return MiniLM(encoder, heads, load_ngrams(), version)


def _embedded(reading: Reading, encoder: Encoder) -> NDArray[np.float32]:
    """Vectors of all windows, in their order; windows of like length go in one batch."""
    import numpy as np

    sizes = [last - first + 2 for first, last in reading.windows]
    vectors = np.zeros((len(sizes), encoder.width), dtype=np.float32)
    for batch in batches(sizes, BATCH_TOKENS):
        vectors[batch] = encoder.embed([reading.tokens(reading.windows[at]) for at in batch])
    return vectors


def batches(sizes: Sequence[int], most: int) -> list[list[int]]:
    """Indexes grouped by like size, so that little is padding; at most `most` tokens a group."""
    groups: list[list[int]] = [[]]
    for at in sorted(range(len(sizes)), key=sizes.__getitem__):
        if groups[-1] and (len(groups[-1]) + 1) * sizes[at] > most:
            groups.append([])
        groups[-1].append(at)
    return groups
