"""The detector over the compiled lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lib.text.readings import readings
from moderation.answers import Answer, Coverage, Hit
from moderation.detectors.lexicon.matching import HARMLESS, Match, Terms

if TYPE_CHECKING:
    from moderation.categories import Surface
    from moderation.detectors.lexicon.terms import Lists

NAME = "lexicon"
# A text that repeats one term is told once that it does: the best hits, each category's best first.
MOST_HITS = 200


class Lexicon:
    """Thread-safe: nothing changes after construction.

    Scores are the lists': 0.9 and more for what is a violation on its face, about 0.5 for what is
    fine for adults and not for teens or a public feed. A category without a hit has no term in the
    text, which is little evidence: coverage is partial.
    """

    def __init__(self, lists: Lists) -> None:
        self._entries = lists.entries
        self._terms = Terms(lists.entries, lists.harmless)
        self._coverage = {entry.category: Coverage.PARTIAL for entry in lists.entries}
        self._version = lists.version

    @property
    def name(self) -> str:
        return NAME

    @property
    def version(self) -> str:
        """A hash of the files of terms."""
        return self._version

    def assess(self, text: str, *, surface: Surface) -> Answer:
        """Hits with offsets in `text` as given and the id of the entry. Linear in its length."""
        found = {match for one in readings(text) for match in self._terms.matches(one)}
        silent = [match for match in found if match.number == HARMLESS]
        hits = [self._hit(one) for one in found if one.number != HARMLESS and loud(one, silent)]
        return Answer(NAME, self._version, dict(self._coverage), tuple(best(hits)))

    def _hit(self, match: Match) -> Hit:
        entry = self._entries[match.number]
        return Hit(entry.category, entry.score, entry.id, match.start, match.end)


def loud(match: Match, silent: list[Match]) -> bool:
    """Whether no harmless phrase encloses it."""
    return not any(one.start <= match.start and match.end <= one.end for one in silent)


def best(hits: list[Hit]) -> list[Hit]:
    """In order of score, then place; of too many, every category keeps its best."""
    ranked = sorted(hits, key=lambda hit: (-hit.score, hit.start or 0, hit.end or 0, hit.term))
    first = {hit.category: hit for hit in reversed(ranked)}
    rest = [hit for hit in ranked if hit is not first[hit.category]]
    return sorted([*first.values(), *rest][:MOST_HITS], key=ranked.index)
