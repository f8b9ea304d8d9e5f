"""`topics.toml`, read once a process: how a topic is seen, named, said and shown."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cameos.permissions.topics import Topic
from lib.text.readings import plain_reading, readings
from moderation.categories import Category
from moderation.detectors.lexicon.matching import Terms as Matcher
from moderation.detectors.lexicon.terms import Edges, Entry

FILE = Path(__file__).parent / "topics.toml"


@dataclass(frozen=True, slots=True)
class Described:
    """One topic. `deny` and `allow` are prompts that are shown to its owner."""

    say: str
    names: tuple[str, ...]
    deny: tuple[str, ...]
    allow: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lists:
    """All topics; `version` is a hash of the file."""

    described: Mapping[Topic, Described]
    entries: tuple[Entry, ...]
    version: str


@cache
def lists() -> Lists:
    """Raises KeyError or ValueError where the file does not describe each topic."""
    data = FILE.read_bytes()
    tables = tomllib.loads(data.decode())
    if set(tables) != set(Topic):
        raise ValueError("each topic is described once")
    described = {
        Topic(name): Described(
            *(table["say"], tuple(table["names"]), tuple(table["deny"]), tuple(table["allow"]))
        )
        for name, table in tables.items()
    }
    entries = [
        _entry(name, edges, table[key])
        for name, table in tables.items()
        for key, edges in (("terms", Edges.WORD), ("stems", Edges.STEM))
        if key in table
    ]
    return Lists(described, tuple(entries), hashlib.sha256(data).hexdigest()[:16])


def topics_in(text: str) -> frozenset[Topic]:
    """The topics whose words stand in a text, disguised or not. Linear in its length."""
    entries = lists().entries
    found = {match.number for one in readings(text) for match in _matcher().matches(one)}
    return frozenset(Topic(entries[number].id) for number in found)


@cache
def _matcher() -> Matcher:
    return Matcher(lists().entries, ())


def _entry(name: str, edges: Edges, terms: list[str]) -> Entry:
    written = tuple(sorted({plain_reading(term).text.strip() for term in terms}))
    # The matcher asks for a category and a score; a topic has neither.
    return Entry(name, Category.LIKENESS, 1.0, edges, written)
