"""Compiled banks in, one answer a text out. No database here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lib.text.readings import Reading, readings
from moderation.answers import Answer, Hit
from moderation.categories import Category, Surface
from moderation.detectors.lexicon.detector import best, loud
from moderation.detectors.lexicon.matching import HARMLESS, Terms
from moderation.detectors.lexicon.terms import Edges, Entry

NAME = "term_banks"


@dataclass(frozen=True, slots=True)
class BankSpec:
    """What a bank is apart from its terms. No `surfaces`: all of them."""

    id: str
    revision: str
    category: Category
    score: float
    edges: Edges
    surfaces: frozenset[Surface]

    def looks_at(self, surface: Surface) -> bool:
        return not self.surfaces or surface in self.surfaces


class CompiledBank:
    """Thread-safe: nothing changes after construction. `terms`: pairs of id and folded term."""

    def __init__(
        self, spec: BankSpec, terms: Iterable[tuple[str, str]], harmless: Iterable[str]
    ) -> None:
        found = tuple(terms)
        self.spec = spec
        self._ids = tuple(key for key, _ in found)
        self._terms = Terms(
            (Entry(key, spec.category, spec.score, spec.edges, (folded,)) for key, folded in found),
            harmless,
        )

    def __len__(self) -> int:
        return len(self._ids)

    def hits(self, ways: Sequence[Reading]) -> Iterator[Hit]:
        """By the id of the term; a harmless phrase silences what it encloses."""
        if not self._ids:
            return
        found = {match for one in ways for match in self._terms.matches(one)}
        silent = [match for match in found if match.number == HARMLESS]
        for match in found:
            if match.number != HARMLESS and loud(match, silent):
                yield Hit(
                    self.spec.category,
                    self.spec.score,
                    self._ids[match.number],
                    match.start,
                    match.end,
                )


def assess(banks: Sequence[CompiledBank], text: str, *, surface: Surface) -> Answer | None:
    """One answer of all banks that look at this surface; None where no bank has a term for it.

    A bank only ever adds findings: three names are no look at a category, and its silence must
    never make up for a detector that failed.
    """
    looking = [bank for bank in banks if len(bank) and bank.spec.looks_at(surface)]
    if not looking:
        return None
    ways = readings(text)
    hits = [hit for bank in looking for hit in bank.hits(ways)]
    return Answer(NAME, version(looking), {}, tuple(best(hits)))


def version(banks: Iterable[CompiledBank]) -> str:
    """A hash of the banks and of their revisions."""
    told = sorted(f"{bank.spec.id} {bank.spec.revision}" for bank in banks)
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]
