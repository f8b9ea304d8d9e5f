"""What people typed, before anybody judges what it says."""

import unicodedata

LINE_CHARACTERS = frozenset("\n\t")
# Letters that only turn the reading order around: they make a reviewer read another text than
# the engine does (Unicode Technical Report 36, section 3.9).
OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e")
INVISIBLE = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})
UNUSABLE = frozenset({"Cc", "Cs", "Cn"})


def normalised(text: str) -> str:
    """In NFC, trimmed, with `\\n` line ends."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def has_unusable(text: str) -> bool:
    """Whether control characters, unassigned ones or overrides of direction stand in it."""
    return any(map(_is_unusable, text))


def is_invisible(text: str) -> bool:
    """Whether there is nothing to see in it, as in an empty text. Emoji alone can be seen."""
    return all(unicodedata.category(character) in INVISIBLE for character in text)


def _is_unusable(character: str) -> bool:
    if character in LINE_CHARACTERS:
        return False
    return character in OVERRIDES or unicodedata.category(character) in UNUSABLE
