"""One character at a time to the plain small letters that a reader takes it for."""

import re
import unicodedata
from functools import lru_cache

# Combining marks (also enclosing ones), format characters (zero-width, soft hyphen, directions,
# tags) and controls are nothing to the eye.
UNSEEN = {"Mn", "Me", "Cf", "Cc"}
# Look-alikes that Unicode's list leaves out because a font designer would tell them apart.
READS_AS = dict(
    zip("квнмтгпзчуёиαβεηκτωυνκμ×¡°", "kbhmtrnehyeuabenktwuvkmxio", strict=True)  # noqa: RUF001
)
QUOTES = dict.fromkeys("\u2018\u2019\u201b\u0060\u00b4\u02bc\u2032", "'")
# "LATIN SMALL LETTER O WITH STROKE", "LATIN LETTER SMALL CAPITAL R": marks that do not decompose.
NAMED = re.compile(r"LATIN (?:SMALL |CAPITAL )?LETTER (?:SMALL CAPITAL )?([A-Z])(?: WITH .+)?")
# Letters on plates and flags: (first code point, how many); they have no decomposition.
PLATES = ((0x1F150, 26), (0x1F170, 26), (0x1F1E6, 26))


@lru_cache(maxsize=4096)
def folded(char: str) -> str:
    """The small letters that one character of any script is read as; empty where it is unseen.

    Compatibility forms (NFKC), case, marks, and look-alikes by Unicode Technical Standard 39. What
    resembles no Latin letter stays what it is. A line break stays white space.
    """
    if char.isspace():
        return " "
    whole = unicodedata.normalize("NFKC", char)
    small = "".join(_latin(part) for part in whole).casefold()
    decomposed = unicodedata.normalize("NFD", small)
    seen = (part for part in decomposed if unicodedata.category(part) not in UNSEEN)
    return "".join(_latin(part) for part in seen).casefold()


def _latin(char: str) -> str:
    if char.isascii():
        return char
    if known := READS_AS.get(char) or QUOTES.get(char) or _on_plate(char):
        return known
    if named := NAMED.fullmatch(unicodedata.name(char, "")):
        return named[1].lower()
    return _alike(char)


def _on_plate(char: str) -> str:
    for first, count in PLATES:
        if first <= ord(char) < first + count:
            return chr(ord("a") + ord(char) - first)
    return ""


def _alike(char: str) -> str:
    """By the Unicode list of confusable characters, read once (a megabyte) when first needed."""
    from confusable_homoglyphs import confusables

    alike: list[str] = [entry["c"] for entry in confusables.confusables_data.get(char, [])]
    plain = [other for other in alike if other.isascii() and other.isalpha()]
    return plain[0] if plain else char
