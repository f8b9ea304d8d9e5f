"""Which language a sentence is in, by py3langid (byte n-grams; the model is in its wheel).

It sees what the vocabulary does not: short sentences, languages that share words with English,
other scripts written in Latin letters. Its model takes some 120 MB in the screener's process.
"""

import math
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from moderation.detectors.minilm.language import ENGLISH, bare

# Natural logarithm of how much likelier the likeliest other language must be than English. Chosen
# on the sentences in `evaluation` and on English rows: docs/models/words.md.
MARGIN = 1.0
ENGLISH_WORDS = 0.34  # share of English function words from which a sentence is never foreign
FEW_WORDS = 3  # below, everything looks like Polish to it
FEW_LETTERS = 8
OURS = ("en", "pcm")  # Nigerian Pidgin is what it calls much loose English
NO_LANGUAGE = "zxx"
SENTENCE_ENDS = re.compile(r"(?<=[.!?;\u2026])\s+|\n+")
WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
LEAST = 1e-12


@cache
def identifier() -> Any:  # the library has no types
    """Loaded once a process (about a second)."""
    from py3langid.langid import (  # type: ignore[import-untyped,unused-ignore]
        MODEL_FILE,
        LanguageIdentifier,
    )

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def has_foreign_sentence(text: str) -> bool:
    """Whether any sentence of it is in another language: people switch in the middle of a text."""
    return any(map(sounds_foreign, _sentences(text)))


def sounds_foreign(sentence: str) -> bool:
    """False for what is too short to tell."""
    words = [bare(word) for word in WORD.findall(sentence)]
    if len(words) < FEW_WORDS or sum(word in ENGLISH for word in words) >= ENGLISH_WORDS * len(
        words
    ):
        return False
    likely = {name: float(share) for name, share in identifier().rank(sentence)}
    ours = sum(likely.pop(name) for name in OURS)
    likely.pop(NO_LANGUAGE)
    return math.log(max(likely.values()) + LEAST) - math.log(ours + LEAST) > MARGIN


def _sentences(text: str) -> Iterator[str]:
    for sentence in SENTENCE_ENDS.split(text):
        if sum(map(str.isalpha, sentence)) >= FEW_LETTERS:
            yield sentence
