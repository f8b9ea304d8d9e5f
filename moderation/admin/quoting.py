"""The words that findings point at, in their text: for those alone who may decide about reviews."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass

from moderation.admin.floor import worth_showing
from moderation.categories import Surface
from moderation.models import Finding
from moderation.policy.rows import Policy


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


def quoted(
    texts: Iterable[tuple[Surface, str]], findings: Iterable[Finding], *, policy: Policy | None
) -> list[Quoted]:
    """Each text with what is worth showing marked."""
    strong = list(filter(worth_showing(policy), findings))
    return [
        Quoted(surface, tuple(_pieces(text, [one for one in strong if one.surface == surface])))
        for surface, text in texts
    ]


def _pieces(text: str, findings: list[Finding]) -> Iterable[Piece]:
    places = [
        (one.start, min(one.end, len(text)), one.category)
        for one in findings
        if one.start is not None and one.end is not None and one.start < len(text)
    ]
    edges = sorted({0, len(text), *(edge for place in places for edge in place[:2])})
    for first, last in itertools.pairwise(edges):
        found = {name for start, end, name in places if start <= first and last <= end}
        yield Piece(text[first:last], ", ".join(sorted(found)).replace("_", " "))
