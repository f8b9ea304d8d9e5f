"""The lists as files: one TOML file a category in `terms/`, and `harmless.toml`.

An entry has an `id` (what findings hold, for ever), a `score`, a rule for its edges (`word`, also
in the plural; `stem`, whatever follows; `inside`, anywhere) and its `terms`. A term may name a
list in braces: it stands for as many terms as that list has words, a slash for no word.
"""

import hashlib
import itertools
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from lib.text.readings import plain_reading
from moderation.categories import Category

FOLDER = Path(__file__).parent / "terms"
HARMLESS = "harmless.toml"
SHARED = "shared.toml"
SLOT = re.compile(r"\{([a-z_]+)\}")
NO_WORD = "/"


class BrokenList(ValueError):
    """A file of terms that makes no sense; the message says where."""


class Edges(StrEnum):
    """Where a term must begin and end."""

    WORD = "word"
    STEM = "stem"
    INSIDE = "inside"


@dataclass(frozen=True, slots=True)
class Entry:
    """What is found under one id."""

    id: str
    category: Category
    score: float
    edges: Edges
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lists:
    """All entries, the phrases that silence what they enclose, and a hash of the files."""

    entries: tuple[Entry, ...]
    harmless: tuple[str, ...]
    version: str


def load(folder: Path) -> Lists:
    """Raises BrokenList for unknown words, an id twice, a score outside 0..1 or an empty term."""
    files = {path.name: path.read_bytes() for path in sorted(folder.glob("*.toml"))}
    try:
        tables = {name: tomllib.loads(data.decode()) for name, data in files.items()}
        shared = tables.pop(SHARED)["lists"]
        harmless = tuple(_terms(tables.pop(HARMLESS), "terms", shared))
        entries = tuple(one for table in tables.values() for one in _entries(table, shared))
    except (KeyError, ValueError, TypeError) as error:
        raise BrokenList(f"{type(error).__name__}: {error}") from error
    ids = [entry.id for entry in entries]
    if twice := {name for name in ids if ids.count(name) > 1}:
        raise BrokenList(f"ids used twice: {', '.join(sorted(twice))}")
    digest = hashlib.sha256(b"".join(b"%s\0%s\0" % (n.encode(), d) for n, d in files.items()))
    return Lists(entries, harmless, digest.hexdigest()[:16])


def _entries(table: Mapping[str, Any], shared: Mapping[str, list[str]]) -> Iterator[Entry]:
    category = Category(table["category"])
    for row in table["entry"]:
        score = float(row["score"])
        if not 0.0 <= score <= 1.0:
            raise BrokenList(f"{row['id']}: score")
        yield Entry(
            id=str(row["id"]),
            category=category,
            score=score,
            edges=Edges(row.get("edges", Edges.WORD)),
            terms=tuple(_terms(row, "terms", shared | table.get("lists", {}))),
        )


def _terms(row: Mapping[str, Any], key: str, lists: Mapping[str, list[str]]) -> list[str]:
    written = [term for pattern in row[key] for term in expanded(pattern, lists)]
    terms = sorted({plain_reading(term).text.strip() for term in written})
    if not terms or not all(terms):
        raise BrokenList(f"{row.get('id', key)}: an empty term")
    return terms


def expanded(pattern: str, lists: Mapping[str, Sequence[str]]) -> Iterable[str]:
    """Every way to fill the slots of a pattern. Raises KeyError for a list that is not there."""
    pieces = SLOT.split(pattern)
    choices = [lists[piece] if place % 2 else [piece] for place, piece in enumerate(pieces)]
    for words in itertools.product(*choices):
        yield " ".join("".join("" if word == NO_WORD else word for word in words).split())
