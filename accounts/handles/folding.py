"""One key for all handles that look alike (after Unicode Technical Standard 39, part 4)."""

import unicodedata
from functools import cache

# Inside what a handle may hold; capitals are folded before.
ALIKE = str.maketrans({"1": "l", "i": "l", "0": "o", ".": "_"})
ALIKE_PAIRS = (("rn", "m"), ("vv", "w"))
INVISIBLE = {"Cf", "Cc", "Mn", "Me"}
ROUNDS = 8  # each round only shortens or maps downwards; real handles need two


def fold(handle: str) -> str:
    """The key under which `handle` is unique. Folding a key again changes nothing."""
    text = handle
    for _ in range(ROUNDS):
        folded = _once(text)
        if folded == text:
            break
        text = folded
    return text


def bare(key: str) -> str:
    """A key without its separators, for comparison with reserved words."""
    return key.replace("_", "")


def _once(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).casefold()
    text = unicodedata.normalize("NFD", text)
    text = "".join(
        _latin(char) for char in text if unicodedata.category(char) not in INVISIBLE
    ).translate(ALIKE)
    for pair, single in ALIKE_PAIRS:
        text = text.replace(pair, single)
    return text


@cache
def _latin(char: str) -> str:
    """The plain letter or digit that a foreign character looks like, else the character."""
    if char.isascii():
        return char
    from confusable_homoglyphs import confusables

    alike: list[str] = [entry["c"] for entry in confusables.confusables_data.get(char, [])]
    plain = [other for other in alike if other.isascii() and other.isalnum()]
    return plain[0].casefold() if plain else char
