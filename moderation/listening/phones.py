"""From words to the phones of the recognizer's acoustic model (CMU's 39, ARPAbet)."""

import re
from collections.abc import Callable

from moderation.listening.numbers import number_words

Word = tuple[str, ...]
Lookup = Callable[[str], str | None]

WORDS = re.compile(r"[a-z]+(?:'[a-z]+)*|[0-9]+")
PAUSES = re.compile(r"[.,;:!?-]")
# Only for words that no dictionary has (names): the usual sound of letters, longest match first.
LETTERS = {
    "tch": "CH", "igh": "AY", "sch": "S K", "ch": "CH", "sh": "SH", "th": "TH", "ph": "F",
    "wh": "W", "ck": "K", "ng": "NG", "qu": "K W", "oo": "UW", "ee": "IY", "ea": "IY",
    "ai": "EY", "ay": "EY", "oa": "OW", "ou": "AW", "ow": "OW", "oi": "OY", "oy": "OY",
    "au": "AO", "aw": "AO", "er": "ER", "ir": "ER", "ur": "ER", "or": "AO R", "ar": "AA R",
    "a": "AE", "b": "B", "c": "K", "d": "D", "e": "EH", "f": "F", "g": "G", "h": "HH",
    "i": "IH", "j": "JH", "k": "K", "l": "L", "m": "M", "n": "N", "o": "AA", "p": "P",
    "q": "K", "r": "R", "s": "S", "t": "T", "u": "AH", "v": "V", "w": "W", "x": "K S",
    "y": "IY", "z": "Z",
}  # fmt: skip
SPELLED = re.compile("|".join(sorted(LETTERS, key=len, reverse=True)))


def phones(text: str, *, lookup: Lookup) -> tuple[Word, ...] | None:
    """The phones of each word of an English line, or None where it cannot be said how it sounds.

    `lookup` answers a lower-case word's phones, separated by blanks, or None.
    """
    plain = text.lower().replace("\u2019", "'")
    if any(char.isalnum() and not char.isascii() for char in plain):
        return None
    said: list[str] = []
    for word in WORDS.findall(plain):
        read = number_words(int(word)) if word.isdigit() and len(word) < 7 else (word,)
        if read is None or (word.isdigit() and len(word) >= 7):
            return None
        said.extend(read)
    return tuple(_sound(word, lookup) for word in said) or None


def _sound(word: str, lookup: Lookup) -> Word:
    if known := lookup(word):
        return tuple(known.split())
    stem, mark, ending = word.rpartition("'")
    if mark and ending == "s":
        return (*_sound(stem, lookup), "Z")
    return tuple(" ".join(LETTERS[part] for part in SPELLED.findall(word)).split())


def pauses(text: str) -> int:
    """How many marks in the line make a voice pause."""
    return len(PAUSES.findall(text))
