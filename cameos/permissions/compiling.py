"""An owner's own sentence, turned into rules of the closed list that they confirm (D-5).

Deterministic, by word lists: it says what it understood, and of the rest that it did not.
"""

import hashlib
import inspect
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from cameos.permissions.lists import lists, topics_in
from cameos.permissions.topics import Topic
from lib.text.readings import plain_reading

MOST_CHARACTERS = 500
# A list goes on after a comma or "and" with the same verb: "no politics, swimwear or guns".
CLAUSES = re.compile(r"[.;!?\n]+|,|\bor\b|\band\b|\bnor\b|&|/", re.IGNORECASE)
SENTENCES = re.compile(r"[.;!?\n]+")
WISHES = re.compile(
    r"\b(?:only|always|just|nothing but|prefer|love|like to|i like|fine with|okay with|ok with|"
    r"happy with|allow|allowed|welcome|unless|except (?:when|if|for)|please do|feel free|"
    r"i (?:do not|don't|dont) mind|as much)\b",
    re.IGNORECASE,
)
# "anything but politics" keeps politics out; "nothing but politics" does not.
KEEPS_OUT = re.compile(
    r"\b(?:anything|everything) (?:but|except)(?: for)?\b|\b(?:i (?:do not|don't|dont) like|"
    r"would not like|wouldn't like|not like to|never like)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Understood:
    """`topics`: what is kept out. `rest`: pieces of the text, as they were written, that no rule
    came of. `version`: of this compiler and its lists."""

    topics: tuple[Topic, ...]
    rest: tuple[str, ...]
    version: str

    @property
    def sentence(self) -> str:
        """What the owner confirms."""
        return ", ".join(lists().described[topic].say for topic in self.topics)


def compiled(text: str) -> Understood:
    """What the text keeps out. The same text gives the same answer under the same version."""
    topics: set[Topic] = set()
    rest: list[str] = []
    for sentence in filter(str.strip, SENTENCES.split(text)):
        # A wish turned round by half a sentence is not for a list of words to understand.
        wishes = WISHES.search(KEEPS_OUT.sub(" ", sentence)) is not None
        for clause in _clauses(sentence):
            found = frozenset() if wishes else _topics_named(clause)
            topics |= found
            if not found:
                rest.append(clause)
    return Understood(tuple(sorted(topics)), tuple(rest), compiler_version())


@cache
def compiler_version() -> str:
    """A hash of this file and of the lists: a confirmation holds for one version alone."""
    source = inspect.getsource(sys.modules[__name__])
    return hashlib.sha256(f"{lists().version}\0{source}".encode()).hexdigest()[:16]


def _clauses(sentence: str) -> Iterator[str]:
    yield from filter(None, (piece.strip(" \t\"'-:") for piece in CLAUSES.split(sentence)))


def _topics_named(clause: str) -> frozenset[Topic]:
    plain = f" {plain_reading(clause).text.strip()} "
    named = {
        topic
        for topic, described in lists().described.items()
        if any(f" {name} " in plain for name in described.names)
    }
    # What is not named as a topic may be one of its words: "no zombies", "without candidates"; and
    # "I hate bikinis" names insults too. Too much is better than too little: it is confirmed.
    return frozenset(named) | topics_in(clause)
