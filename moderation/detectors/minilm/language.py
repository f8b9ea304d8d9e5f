"""Whether the encoder can read a text at all. It learned English; of the rest it hears noise.

Two light signals here, beside identifying.py's: words of another language's grammar, and words that
the vocabulary knows only in pieces. In English rows 99 % of texts break less than a third of their
words (davidson, tweets: 0.6), in other languages most break half of them.
"""

import tomllib
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

STRANGE_LETTERS = 3  # letters of another script that a text may hold: a name, a unit, a formula
STRANGE_SHARE = 0.3
BROKEN = 0.55  # share of words in pieces above which nothing is readable
BROKEN_WITHOUT_GRAMMAR = 0.34  # the same where no English function word stands
FEW_WORDS = 4
SPELLED = 0.5  # share of words of one letter, above which a text is spelled out and not written

WORDS = tomllib.loads(Path(__file__).with_name("grammar.toml").read_text("utf-8"))
ENGLISH = frozenset(WORDS["english"].split())
FOREIGN = frozenset(WORDS["foreign"].split()) - ENGLISH


def strange_script(text: str) -> bool:
    """More letters of other scripts than a name would need. Cyrillic that poses as Latin counts."""
    letters = [letter for letter in text if letter.isalpha()]
    strange = sum(not is_latin(letter) for letter in letters)
    return strange > STRANGE_LETTERS or strange > STRANGE_SHARE * len(letters)


@lru_cache(maxsize=4096)
def is_latin(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("LATIN")


def foreign(words: Sequence[tuple[str, int]]) -> bool:
    """For the words of one sentence with the number of pieces each breaks into.

    One word alone is never called foreign: it may be a name.
    """
    spoken = [(bare(word), pieces) for word, pieces in words if any(map(str.isalpha, word))]
    if len(spoken) < 2:
        return False
    broken = sum(pieces > 1 for _, pieces in spoken) / len(spoken)
    if len(spoken) < FEW_WORDS:
        return broken == 1 and not any(word in ENGLISH for word, _ in spoken)
    if sum(len(word) == 1 for word, _ in spoken) > SPELLED * len(spoken):
        return True
    ours = sum(word in ENGLISH for word, _ in spoken)
    theirs = sum(word in FOREIGN for word, _ in spoken)
    if theirs >= 2 and theirs > ours:
        return True
    return broken > (BROKEN if ours else BROKEN_WITHOUT_GRAMMAR)


def bare(word: str) -> str:
    """Lower case without accents, as the encoder sees it."""
    parts = unicodedata.normalize("NFD", word.lower())
    return "".join(part for part in parts if unicodedata.category(part) != "Mn")
