"""Whether something can be a term at all, before it is in any bank."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from lib.text.readings import plain_reading
from moderation.detectors.lexicon.terms import Edges

LONGEST = 200
# Letters and digits a term needs; inside other words, three letters are in half of all sentences.
LEAST = {Edges.WORD: 2, Edges.STEM: 3, Edges.INSIDE: 4}
LEAST_UNSPACED = 2  # of scripts that write no spaces, where `inside` is the only edge that works


class TermRefusal(StrEnum):
    """Why no bank takes it."""

    EMPTY = "empty"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    CONTROL = "control_characters"
    TWICE = "twice"
    COMMON = "common"


@dataclass(frozen=True, slots=True)
class Draft:
    """A term to be: as given, and as it is looked for."""

    text: str
    folded: str
    harmless: bool = False


def draft(text: str, *, edges: Edges, harmless: bool = False) -> Draft | TermRefusal:
    """Folds it. Everything in a term is meant as written: there are no patterns."""
    text = text.strip()
    if any(unicodedata.category(char) in {"Cc", "Cs"} for char in text):
        return TermRefusal.CONTROL
    if len(text) > LONGEST:
        return TermRefusal.TOO_LONG
    folded = plain_reading(text).text.strip()
    if not folded:
        return TermRefusal.EMPTY
    if len(folded) > LONGEST:  # one character may unfold to eighteen
        return TermRefusal.TOO_LONG
    if not _says_enough(folded, edges):
        return TermRefusal.TOO_SHORT
    return Draft(text, folded, harmless)


def _says_enough(folded: str, edges: Edges) -> bool:
    if any(unicodedata.category(char) == "So" for char in folded):
        return True  # an emoji is a word of its own
    letters = [char for char in folded if char.isalnum()]
    least = LEAST[edges]
    if any(unicodedata.category(char) == "Lo" for char in letters):
        least = min(least, LEAST_UNSPACED)
    return len(letters) >= least
