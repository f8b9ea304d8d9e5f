import re
import unicodedata

from lib.text.quoting import QUOTED, quotes

__all__ = ["language_of", "quotes", "speakable_words", "without_quotes"]

MAX_LINE_CHARS = 400

# Words beside the dialogue that choose its language; English where none is named.
LANGUAGE_HINTS = {
    "french": "fr", "german": "de", "spanish": "es", "italian": "it", "portuguese": "pt",
    "dutch": "nl", "polish": "pl", "swedish": "sv", "russian": "ru", "greek": "el",
}  # fmt: skip
SCRIPTS = {"ru": "CYRILLIC", "el": "GREEK"}
ENGLISH = "en"
KEPT_MARKS = "'\u2019-.,!?;:"


def without_quotes(prompt: str) -> str:
    return QUOTED.sub(" ", prompt)


def language_of(prompt: str, line: str) -> str:
    """By the line's own script where that decides (Russian, Greek), else by "in French" nearby."""
    for language, script in SCRIPTS.items():
        if any(script in unicodedata.name(char, "") for char in line):
            return language
    for word in re.findall(r"[a-z]+", without_quotes(prompt).lower()):
        if word in LANGUAGE_HINTS and LANGUAGE_HINTS[word] not in SCRIPTS:
            return LANGUAGE_HINTS[word]
    return ENGLISH


def speakable_words(line: str, language: str) -> tuple[str, ...]:
    """The words a voice of this language reads as words, in order.

    A letter of another script would be spelled out ("Hebrew letter"), which nobody wrote, so
    such words are left out; so are words without a letter or a digit.
    """
    script = SCRIPTS.get(language, "LATIN")
    whole = line if len(line) <= MAX_LINE_CHARS else line[:MAX_LINE_CHARS].rpartition(" ")[0]
    words = (_plain(word) for word in whole.split(" "))
    return tuple(word for word in words if word and _is_of(word, script))


def _plain(word: str) -> str:
    return "".join(char for char in word if char.isalnum() or char in KEPT_MARKS)


def _is_of(word: str, script: str) -> bool:
    names = [unicodedata.name(char, "") for char in word if char.isalpha()]
    spoken = bool(names) or any(char in "0123456789" for char in word)
    digits = all(char.isascii() for char in word if char.isdigit() or char.isnumeric())
    return spoken and digits and all(name.startswith(script) for name in names)
