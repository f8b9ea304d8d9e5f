from functools import cache
from pathlib import Path

from accounts.handles.folding import bare, fold

FILE = Path(__file__).resolve().parent.parent / "data" / "reserved_handles.txt"


def is_reserved(key: str) -> bool:
    """Whether a folded handle is, or starts with, a word that nobody may take."""
    words, beginnings = _reserved()
    plain = bare(key)
    return plain in words or plain.startswith(tuple(beginnings))


def reserved_word(name: str) -> str:
    """The word of the list that `name` is, with or without spaces, folded and bare; empty where it
    is none."""
    words, beginnings = _reserved()
    plain = bare(fold("".join(name.split())))
    return plain if plain in words or plain in beginnings else ""


def as_listed(word: str) -> str:
    """A folded word as the list spells it; as it is where it stands there no more."""
    words, beginnings = _reserved()
    return words.get(word) or beginnings.get(word) or word


@cache
def _reserved() -> tuple[dict[str, str], dict[str, str]]:
    """Whole words and beginnings, folded and bare, and how each is spelt."""
    words: dict[str, str] = {}
    beginnings: dict[str, str] = {}
    for line in FILE.read_text().splitlines():
        word = line.split("#", 1)[0].strip()
        if word.endswith("*"):
            beginnings.setdefault(bare(fold(word[:-1])), word[:-1])
        elif word:
            words.setdefault(bare(fold(word)), word)
    return words, beginnings
