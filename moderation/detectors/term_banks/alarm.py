"""Whether terms would stop what everybody says: a bank that holds "the" bans the language."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lib.text.readings import Reading, readings
from moderation.categories import Category
from moderation.detectors.lexicon.terms import Edges
from moderation.detectors.term_banks.detector import BankSpec, CompiledBank
from moderation.detectors.term_banks.drafts import Draft

HARMLESS = Path(__file__).with_name("harmless.txt")
# Of the harmless sentences, what one term, and all that are added together, may hit. Ordinary
# names of things ("horse", "bridge") stay below it, function words and "dog" do not.
MOST_OF_ONE = 0.01
MOST_TOGETHER = 0.03
NAMED = 5  # of the worst, by their place among what was to be added


@dataclass(frozen=True, slots=True)
class Alarm:
    """`together`: the share of harmless sentences that the terms hit. `worst`: place among the
    drafts and share, of those that alone hit too much."""

    together: float
    worst: tuple[tuple[int, float], ...]

    @property
    def rings(self) -> bool:
        return bool(self.worst) or self.together > MOST_TOGETHER

    @property
    def said(self) -> str:
        """In numbers and places; never the words."""
        alone = ", ".join(f"number {place + 1}: {share:.1%}" for place, share in self.worst)
        told = f"These terms hit {self.together:.1%} of harmless sentences"
        return f"{told} ({alone})." if alone else f"{told}."


def alarm(drafts: Sequence[Draft], *, edges: Edges) -> Alarm:
    """Over the committed sentences; compiling the drafts is most of the cost."""
    spec = BankSpec("", "", Category.HATE, 1.0, edges, frozenset())
    bank = CompiledBank(
        spec,
        [(str(place), one.folded) for place, one in enumerate(drafts) if not one.harmless],
        [one.folded for one in drafts if one.harmless],
    )
    alone: Counter[int] = Counter()
    some = 0
    for ways in sentences():
        found = {int(hit.term) for hit in bank.hits(ways)}
        alone.update(found)
        some += bool(found)
    count = len(sentences())
    worst = [(place, hits / count) for place, hits in alone.most_common(NAMED)]
    return Alarm(some / count, tuple(one for one in worst if one[1] > MOST_OF_ONE))


@cache
def sentences() -> tuple[tuple[Reading, ...], ...]:
    """Readings of each of the harmless sentences."""
    return tuple(_read(HARMLESS.read_text("utf-8").splitlines()))


def _read(lines: Iterable[str]) -> Iterable[tuple[Reading, ...]]:
    for line in lines:
        if line and not line.startswith("#"):
            yield tuple(readings(line))
