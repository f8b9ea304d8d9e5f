from functools import cache
from pathlib import Path

from accounts.handles.folding import bare, fold

FILE = Path(__file__).resolve().parent.parent / "data" / "reserved_handles.txt"


def is_reserved(key: str) -> bool:
    """Whether a folded handle is, or starts with, a word that nobody may take."""
    words, beginnings = _reserved()
    plain = bare(key)
    return plain in words or plain.startswith(beginnings)


def reserved_word(name: str) -> str:
    """The word of the list that `name` is, folded and bare; empty where it is none."""
    words, beginnings = _reserved()
    plain = bare(fold(name))
    return plain if plain in words or plain in beginnings else ""


@cache
def _reserved() -> tuple[frozenset[str], tuple[str, ...]]:
    words: set[str] = set()
    beginnings: set[str] = set()
    for line in FILE.read_text().splitlines():
        word = line.split("#", 1)[0].strip()
        if word.endswith("*"):
            beginnings.add(bare(fold(word[:-1])))
        elif word:
            words.add(bare(fold(word)))
    return frozenset(words), tuple(sorted(beginnings))
