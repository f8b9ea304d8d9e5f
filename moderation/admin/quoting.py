"""The words that findings point at, in their text: for those alone who may decide about reviews."""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from moderation.admin.floor import worth_showing
from moderation.categories import Surface
from moderation.models import Finding
from moderation.policy.rows import Policy
from moderation.subjects import Card, Line

SAID = "what_the_engine_says_is_said"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text; `categories` are those found in it, "" where there are none."""

    text: str
    categories: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """A judged text in pieces, in order; joined they are the text."""

    surface: str
    pieces: tuple[Piece, ...]

    @property
    def title(self) -> str:
        """In words."""
        return self.surface.replace("_", " ").capitalize()


def marked(card: Card, findings: Sequence[Finding], *, policy: Policy | None) -> list[Quoted]:
    """The texts that were judged, and what is said in the film, with what is worth showing."""
    judged = quoted(card.judged, findings, policy=policy)
    return [*judged, *spoken(card.said, findings, policy=policy)]


def quoted(
    texts: Iterable[tuple[Surface, str]], findings: Iterable[Finding], *, policy: Policy | None
) -> list[Quoted]:
    """Each text with what is worth showing marked."""
    strong = list(filter(worth_showing(policy), findings))
    return [
        Quoted(surface, tuple(_pieces(text, [one for one in strong if one.surface == surface])))
        for surface, text in texts
    ]


def spoken(
    said: Sequence[Line], findings: Iterable[Finding], *, policy: Policy | None
) -> list[Quoted]:
    """What is said in a film, line by line, with those marked in whose time something worth showing
    was heard: what was heard is kept nowhere, so that its words cannot be. Empty where nothing is
    said."""
    strong = filter(worth_showing(policy), findings)
    heard = [one for one in strong if one.surface == Surface.TRANSCRIPT]
    pieces = tuple(_line(line, heard) for line in said)
    return [Quoted(SAID, pieces)] if pieces else []


def _line(line: Line, heard: list[Finding]) -> Piece:
    found = {one.category for one in heard if _meets(line, one)}
    text = f"\n{line.start_s:.1f} to {line.end_s:.1f} s: {line.text}"
    return Piece(text, _named(found))


def _meets(line: Line, found: Finding) -> bool:
    if found.start_s is None or found.end_s is None:
        return False
    return found.start_s < line.end_s and line.start_s < found.end_s


def _named(categories: set[str]) -> str:
    return ", ".join(sorted(categories)).replace("_", " ")


def _pieces(text: str, findings: list[Finding]) -> Iterable[Piece]:
    places = [
        (one.start, min(one.end, len(text)), one.category)
        for one in findings
        if one.start is not None and one.end is not None and one.start < len(text)
    ]
    edges = sorted({0, len(text), *(edge for place in places for edge in place[:2])})
    for first, last in itertools.pairwise(edges):
        found = {name for start, end, name in places if start <= first and last <= end}
        yield Piece(text[first:last], _named(found))
