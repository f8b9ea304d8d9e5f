"""Ways in which people hide words from a checker and not from readers; seeded, none of them new."""

import random
from collections.abc import Callable

LEET = {"a": "4@", "e": "3", "i": "1!", "o": "0", "s": "5$", "t": "7", "b": "8", "g": "9"}
# Cyrillic and Greek letters that look like Latin ones (Unicode TR 39, confusables).
LOOKALIKES = {
    "a": "\u0430",
    "c": "\u0441",
    "e": "\u0435",
    "i": "\u0456",
    "o": "\u03bf",
    "p": "\u0440",
    "x": "\u0445",
    "y": "\u0443",
}
LOOKALIKES |= {"s": "\u0455", "j": "\u0458", "d": "\u0501", "h": "\u04bb", "v": "\u03bd"}
UNSEEN = "\u200b\u200c\u200d\u2060\u00ad\ufeff"
SEPARATORS = " .-_*"
SHARE = 0.6  # of the letters that can be changed
SHORT = 4  # letters; words below it are left alone when letters are told apart

Disguise = Callable[[str, random.Random], str]


def leet(text: str, chance: random.Random) -> str:
    """Digits and signs for letters."""
    return "".join(
        chance.choice(LEET[char]) if char in LEET and chance.random() < SHARE else char
        for char in text
    )


def homoglyphs(text: str, chance: random.Random) -> str:
    """Letters of other scripts that look alike."""
    return "".join(
        LOOKALIKES[char] if char in LOOKALIKES and chance.random() < SHARE else char
        for char in text
    )


def spacing(text: str, chance: random.Random) -> str:
    """The letters of longer words told apart."""
    separator = chance.choice(SEPARATORS)
    return " ".join(
        separator.join(word) if len(word) >= SHORT else word for word in text.split(" ")
    )


def zero_width(text: str, chance: random.Random) -> str:
    """Characters between the letters that nobody sees."""
    return "".join(
        char + chance.choice(UNSEEN) if char.isalpha() and chance.random() < SHARE else char
        for char in text
    )


DISGUISES: dict[str, Disguise] = {
    "leet": leet,
    "homoglyphs": homoglyphs,
    "spacing": spacing,
    "zero_width": zero_width,
}


def disguised(text: str, name: str) -> str:
    """The same text gets the same disguise, in every run and on every machine."""
    return DISGUISES[name](text, random.Random(f"{name}:{text}"))  # noqa: S311 - no secret
