"""The ways in which one text can be read, each with its way back to the characters as given.

What undoes a disguise also damages honest words ("4k" becomes "ak"), so the plain reading is kept,
and what matches in another one counts only where it covers something that was undone.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from lib.text import letters

# Digits and signs for letters. "1", "!" and "|" stand for i or l: both are read.
LEET = {"0": "o", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "9": "g"}
LEET |= {"@": "a", "$": "s", "+": "t", "€": "e"}
TWOFOLD = "1!|"
TOKEN = re.compile(r"\S*[^\W\d_]\S*")
AFTER_TOKEN = "!|+$.,;:?)'\""  # noqa: S105 - punctuation that ends a word is punctuation

# Letters told apart: "k.i.l.l", "k i l l", "k * i * l * l"; at least three.
ONE = r"[^\W_]|[@$!|€]"
GAP = r"(?:[^\w]|_){1,3}?"
SPELT = re.compile(rf"(?<![^\W_])(?:{ONE})(?:{GAP}(?:{ONE})(?![^\W_])){{2,}}")
GAPS = re.compile(rf"(?:{ONE})({GAP})(?=(?:{ONE}))")
# Signs inside a word: "ki.ll", "su*icide".
INSIDE = re.compile(r"(?<=[^\W_])(?:[^\w\s]|_){1,3}(?=[^\W_])")
DRAWN_OUT = re.compile(r"([^\W\d_])\1\1")
REPEATED = re.compile(r"([^\W\d_])\1+")
SPACES = {ord(char): " " for char in "_-\t\n\r\v\f\u2010\u2011\u2012\u2013\u2014\u2015"}
WIDE = re.compile(r"  +")


class Kind(StrEnum):
    """What was undone. `squeezed` has no double letters at all: squeeze what is sought in it."""

    PLAIN = "plain"
    LEET = "leet"
    JOINED = "joined"
    SQUEEZED = "squeezed"


@dataclass(frozen=True, slots=True)
class Reading:
    """`text` in small plain letters with single spaces (dashes and underscores are spaces).

    `origins[i]` is the offset in the given text of the character that `text[i]` is from.
    `altered[i]` is 1 where more than letter forms was undone; `loose[i]` where nobody can tell
    words apart, because all letters stood alone.
    """

    kind: Kind
    text: str
    origins: Sequence[int]
    altered: bytes
    loose: bytes

    def span(self, start: int, end: int) -> tuple[int, int]:
        """From a non-empty range of this reading to one of the text as given."""
        return self.origins[start], self.origins[end - 1] + 1

    def counts(self, start: int, end: int) -> bool:
        """Whether what is found here is not simply there in the plain reading."""
        return self.kind == Kind.PLAIN or 1 in self.altered[start:end]

    def is_edge(self, index: int) -> bool:
        """Whether a word may begin or end before `index`."""
        if index <= 0 or index >= len(self.text):
            return True
        if self.loose[index - 1] and self.loose[index]:
            return True
        return not (self.text[index - 1].isalnum() and self.text[index].isalnum())


def squeeze(text: str) -> str:
    """Without double letters, as the squeezed reading is."""
    return REPEATED.sub(r"\1", text)


def readings(text: str) -> list[Reading]:
    """The plain reading first, then those of the disguises that this text may use (0 to 6).

    Cost: linear; most texts have one or two readings.
    """
    plain = _plain(text)
    found = [plain, *(other for one in _ones(plain) for other in _undone(plain, one))]
    unique: dict[tuple[bool, str], Reading] = {}
    for reading in found:
        unique.setdefault((reading.kind == Kind.SQUEEZED, reading.text), reading)
    return [_spaced(reading) for reading in unique.values()]


def plain_reading(text: str) -> Reading:
    """Only the first of `readings`."""
    return _spaced(_plain(text))


def _plain(text: str) -> Reading:
    if text.isascii():
        shown = text.lower()
        return Reading(Kind.PLAIN, shown, range(len(text)), bytes(len(text)), bytes(len(text)))
    parts = [letters.folded(char) for char in text]
    origins = [origin for origin, part in enumerate(parts) for _ in part]
    shown = "".join(parts)
    return Reading(Kind.PLAIN, shown, origins, bytes(len(shown)), bytes(len(shown)))


def _ones(reading: Reading) -> str:
    return "il" if any(sign in reading.text for sign in TWOFOLD) else "i"


def _undone(plain: Reading, one: str) -> Iterator[Reading]:
    yield (leet := _leet(plain, one))
    yield (joined := _leet(_joined(plain), one))
    if DRAWN_OUT.search(leet.text):
        yield _squeezed(leet)
    if DRAWN_OUT.search(joined.text):
        yield _squeezed(joined)


def _leet(reading: Reading, one: str) -> Reading:
    table = str.maketrans(LEET | dict.fromkeys(TWOFOLD, one))

    def undo(match: re.Match[str]) -> str:
        word = match[0].rstrip(AFTER_TOKEN)
        return word.translate(table) + match[0][len(word) :]

    shown = TOKEN.sub(undo, reading.text)
    if shown == reading.text:
        return reading
    changed = bytes(a != b for a, b in zip(reading.text, shown, strict=True))
    altered = bytes(a | b for a, b in zip(reading.altered, changed, strict=True))
    kind = Kind.LEET if reading.kind == Kind.PLAIN else reading.kind
    return Reading(kind, shown, reading.origins, altered, reading.loose)


def _joined(reading: Reading) -> Reading:
    """Letters that stand alone made words, then signs inside words dropped."""
    cuts: list[tuple[int, int]] = []
    loose = bytearray(reading.loose)
    for match in SPELT.finditer(reading.text):
        gaps = [found.span(1) for found in GAPS.finditer(reading.text, *match.span())]
        breaks = _word_breaks(reading.text, gaps)
        cuts += [gap for gap in gaps if gap not in breaks]
        if not breaks:
            loose[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
    taken = {index for start, end in cuts for index in range(start, end)}
    cuts += [m.span() for m in INSIDE.finditer(reading.text) if m.start() not in taken]
    if not cuts:
        return reading
    return _without(reading, sorted(cuts), bytes(loose))


def _word_breaks(text: str, gaps: list[tuple[int, int]]) -> set[tuple[int, int]]:
    """Gaps between words among gaps between letters: those with white space where others have
    none, or the wider ones."""
    blank = {gap for gap in gaps if any(char.isspace() for char in text[gap[0] : gap[1]])}
    if len(blank) < len(gaps):
        return blank
    narrowest = min(end - start for start, end in gaps)
    return {gap for gap in gaps if gap[1] - gap[0] > narrowest}


def _without(reading: Reading, cuts: list[tuple[int, int]], loose: bytes) -> Reading:
    kept: list[int] = []
    after_cut: set[int] = set()
    begin = 0
    for start, end in [*cuts, (len(reading.text), len(reading.text))]:
        kept.extend(range(begin, start))
        after_cut.add(len(kept))
        begin = max(end, begin)
    return Reading(
        Kind.JOINED,
        "".join([reading.text[index] for index in kept]),
        [reading.origins[index] for index in kept],
        bytes(place in after_cut for place in range(len(kept))),
        bytes(loose[index] for index in kept),
    )


def _squeezed(reading: Reading) -> Reading:
    runs = list(REPEATED.finditer(reading.text))
    drawn_out = {match.start() for match in runs if match.end() - match.start() > 2}
    dropped = {index for match in runs for index in range(match.start() + 1, match.end())}
    kept = [index for index in range(len(reading.text)) if index not in dropped]
    return Reading(
        Kind.SQUEEZED,
        "".join([reading.text[index] for index in kept]),
        [reading.origins[index] for index in kept],
        bytes(index in drawn_out for index in kept),
        bytes(reading.loose[index] for index in kept),
    )


def _spaced(reading: Reading) -> Reading:
    shown = reading.text.translate(SPACES)
    wide = [(match.start() + 1, match.end()) for match in WIDE.finditer(shown)]
    kept = replace(reading, text=shown)
    if not wide:
        return kept
    return replace(
        _without(kept, wide, reading.loose), kind=reading.kind, altered=_cut(reading, wide)
    )


def _cut(reading: Reading, cuts: list[tuple[int, int]]) -> bytes:
    altered = bytearray(reading.altered)
    for start, end in reversed(cuts):
        del altered[start:end]
    return bytes(altered)
