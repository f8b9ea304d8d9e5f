"""Finding many terms at once: Aho-Corasick automata, read-only after they are built."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from lib.text.readings import Kind, Reading, squeeze
from moderation.detectors.lexicon.terms import Edges

if TYPE_CHECKING:
    from moderation.detectors.lexicon.terms import Entry

# After a term whose edges are words: plural and possessive.
ENDINGS = ("", "s", "es", "'s", "s'")
# Short terms turn up by chance in what was undone: "5s", "a b s".
SHORTEST_UNDONE = 3
SHORTEST_LOOSE = 4
HARMLESS = -1


class Match(NamedTuple):
    """Entry by its number (HARMLESS for a harmless phrase), and where in the text as given."""

    number: int
    start: int
    end: int


class Terms:
    """Thread-safe. Two automata: of terms as they are, and of terms without double letters."""

    def __init__(self, entries: Iterable[Entry], harmless: Iterable[str]) -> None:
        found: dict[str, set[tuple[int, Edges]]] = {}
        for number, entry in enumerate(entries):
            for term in entry.terms:
                found.setdefault(term, set()).add((number, entry.edges))
        for phrase in harmless:
            found.setdefault(phrase, set()).add((HARMLESS, Edges.WORD))
        self._plain = _automaton(found, str)
        self._squeezed = _automaton(found, squeeze)

    def matches(self, reading: Reading) -> Iterator[Match]:
        """Everything that stands in this reading and not merely in the plain one."""
        automaton = self._squeezed if reading.kind == Kind.SQUEEZED else self._plain
        for last, found in automaton.iter(reading.text):
            for length, number, edges in found:
                start = last + 1 - length
                if _stands(reading, start, last + 1, edges):
                    yield Match(number, *reading.span(start, last + 1))


def _automaton(
    found: dict[str, set[tuple[int, Edges]]], form: Callable[[str], str]
) -> Any:  # the library has no types
    import ahocorasick  # type: ignore[import-not-found,unused-ignore]

    forms: dict[str, set[tuple[int, int, Edges]]] = {}
    for term, values in found.items():
        written = form(term)
        forms.setdefault(written, set()).update((len(written), *value) for value in values)
    automaton = ahocorasick.Automaton()
    for written, targets in forms.items():
        automaton.add_word(written, tuple(sorted(targets)))
    automaton.make_automaton()
    return automaton


def _stands(reading: Reading, start: int, end: int, edges: Edges) -> bool:
    if not reading.counts(start, end):
        return False
    if reading.kind != Kind.PLAIN and end - start < SHORTEST_UNDONE:
        return False
    if edges == Edges.INSIDE:
        return True
    short = end - start < SHORTEST_LOOSE
    if not (reading.is_edge(start) and not (short and _torn(reading, start))):
        return False
    if edges == Edges.STEM:
        return True
    return any(
        reading.text.startswith(ending, end)
        and reading.is_edge(end + len(ending))
        and not (short and _torn(reading, end + len(ending)))
        for ending in ENDINGS
    )


def _torn(reading: Reading, index: int) -> bool:
    """Whether this edge stands inside letters whose words nobody can tell apart."""
    return 0 < index < len(reading.text) and bool(reading.loose[index - 1] and reading.loose[index])
