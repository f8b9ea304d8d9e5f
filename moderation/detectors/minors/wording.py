"""The words of `words.toml` as expressions over a folded reading."""

import hashlib
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lib.text.readings import Kind, Reading, squeeze
from moderation.detectors.minors.numbers import NUMBER

FILE = Path(__file__).parent / "words.toml"
RULES = "2"  # raise it when the rules in Python change: it is part of the version
HEDGE = (
    "(?:about|around|only|just|barely|hardly|maybe|perhaps|almost|nearly|roughly|not yet|not even"
    "|still|exactly|at most)"
)
SHORTEST_LOOSE = 4  # shorter words turn up by chance in letters that all stand alone
END = r"(?:'?s|es|s')?\b"
START = r"\b"


@dataclass(frozen=True, slots=True)
class Disguised:
    """The same words as they stand in a plain, in a squeezed, and in a loose reading."""

    plain: re.Pattern[str]
    squeezed: re.Pattern[str]
    loose: re.Pattern[str]

    def found(self, text: str, reading: Reading) -> Iterator[tuple[int, int]]:
        """Where they stand in `text`, a form of the reading's text that is as long."""
        pattern = self.squeezed if reading.kind == Kind.SQUEEZED else self.plain
        for match in pattern.finditer(text):
            if reading.counts(*match.span()):
                yield match.span()
        if 1 in reading.loose:
            for match in self.loose.finditer(text):
                if all(reading.loose[match.start() : match.end()]):
                    yield match.span()


@dataclass(frozen=True, slots=True)
class Wording:
    """Expressions match small plain letters with single spaces; `coded` by their ids."""

    people: re.Pattern[str]
    minors: re.Pattern[str]
    pupils: re.Pattern[str]
    nobody: re.Pattern[str]
    disguised: Disguised
    coded: tuple[tuple[str, Disguised], ...]
    roles: re.Pattern[str]
    bracketed: re.Pattern[str]
    things: re.Pattern[str]
    animals: re.Pattern[str]
    also_verbs: frozenset[str]
    signs: tuple[str, ...]
    version: str


def load() -> Wording:
    """Read once a process."""
    data = FILE.read_bytes()
    words: dict[str, Any] = tomllib.loads(data.decode())
    young, schools = either(words["young"]), either(words["schools"])
    signs = either(words["pupil_signs"])
    return Wording(
        people=_pattern(
            rf"{either(words['people'])}|{young} (?:\w+ )?{either(words['family'])}"
            rf"|{schools} (?:\w+ )?{either(words['schooled'])}"
            rf"|{either(words['schooled'])}s? (?:at|in|of|from) (?:\w+ ){{0,3}}{schools}"
        ),
        minors=re.compile(
            rf"{START}an? minor(?=[^\w ]|$| $| {either(words['minor_verbs'])}(?![^\W_]))"
        ),
        pupils=_pattern(
            rf"pupils?(?=.{{0,60}}\b{signs})|{signs}\b.{{0,60}}\bpupils?"
            rf"|pupil (?={either(words['verbs'])}\b)"
        ),
        nobody=_pattern(either(words["nobody"])),
        disguised=_disguised(words["disguised"]),
        coded=tuple((row["id"], _disguised(row["terms"])) for row in words["coded"]),
        roles=roles(words),
        bracketed=re.compile(
            rf"{START}{either([*words['roles'], *words['family'], 'boy', 'girl'])},? "
            rf"\((?:aged? )?({NUMBER})\)"
        ),
        things=_pattern(either([*words["things"], *words["animals"]])),
        animals=_pattern(either(words["animals"])),
        also_verbs=frozenset(words["also_verbs"]),
        signs=tuple(words["signs"]),
        version=hashlib.sha256(data + RULES.encode()).hexdigest()[:16],
    )


def either(words: Iterable[str]) -> str:
    """An expression for any of these words, the longest first."""
    return "(?:" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + ")"


def roles(words: dict[str, Any]) -> re.Pattern[str]:
    """ "A gymnast of twelve", "a figure of maybe eight years"; never "a king of ten kingdoms"."""
    follows = rf"(?=[^\w ]|$| $| (?:years?|and|who|with|in|on|at|by|{either(words['verbs'])})\b)"
    return re.compile(rf"{START}{either(words['roles'])} of (?:{HEDGE} )*({NUMBER}){follows}")


def _disguised(words: Sequence[str]) -> Disguised:
    bare = [word.replace(" ", "") for word in words]
    return Disguised(
        plain=_pattern(either(words)),
        squeezed=_pattern(either(map(squeeze, words))),
        loose=re.compile(either(word for word in bare if len(word) >= SHORTEST_LOOSE)),
    )


def _pattern(expression: str) -> re.Pattern[str]:
    return re.compile(rf"{START}(?:{expression}){END}")
