"""A chain of edits judged whole: what no step says by itself may be said by all of them together.

The system card's red team split a forbidden scene over harmless steps. So a step is judged alone
and together with all that led to it, and what was refused in the chain before is evidence. What
is refused is the step; what stood before it stays.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from moderation.categories import Category, Surface
from moderation.policy.audience import Audience
from moderation.policy.judging import Evidence, Judgement, best_scores
from moderation.policy.strictness import Suspicion, strictly
from moderation.screener.asking import MOST_CHARACTERS
from moderation.services.screening import judged

OVERLAP = 1_000  # characters that neighbouring pieces of a long whole share
# A whole that scores so much above its root has been led there by its steps.
DRIFTED = 0.4


@dataclass(frozen=True, slots=True)
class Lineage:
    """`root`: the first prompt. `deltas`: every edit since, oldest first; the last is the one that
    is asked for now. `refused`: categories for which steps of this chain were blocked before."""

    root: str
    deltas: tuple[str, ...] = ()
    refused: frozenset[Category] = frozenset()

    @property
    def whole(self) -> str:
        """Everything that was asked for, in order."""
        return "\n".join((self.root, *self.deltas))

    def texts(self) -> list[tuple[Surface, str]]:
        """What is to be read, in the order that `drift` relies on: the root, each delta, and,
        where there are deltas, the whole in pieces that the screener takes."""
        parts = [self.root, *self.deltas]
        wholes = _pieces(self.whole) if self.deltas else []
        return [(Surface.PROMPT, text) for text in (*parts, *wholes)]

    def drift(self, evidence: Sequence[Evidence]) -> dict[Category, float]:
        """How much higher the whole scores than the root, by category; at least 0.

        `evidence` begins with the answers about `texts()`. Raises ValueError where some lack.
        """
        count = len(self.texts())
        if len(evidence) < count:
            raise ValueError("not every text of the lineage was read")
        root = best_scores(evidence[:1])
        whole = best_scores(evidence[1 + len(self.deltas) : count])
        return {one: max(0.0, score - root.get(one, 0.0)) for one, score in whole.items()}

    def suspicions(self, evidence: Sequence[Evidence]) -> Iterator[Suspicion]:
        """What makes the step suspect: refused before, or drifted far from the root."""
        yield from (Suspicion(category) for category in sorted(self.refused))
        for category, risen in self.drift(evidence).items():
            if risen >= DRIFTED:
                yield Suspicion(category)


def judged_lineage(
    lineage: Lineage,
    evidence: Sequence[Evidence],
    *,
    audience: Audience,
    suspicions: Sequence[Suspicion] = (),
) -> Judgement:
    """The judgement of the chain's last step, by the policy in force.

    `evidence`: the answers about `lineage.texts()`, in order, then about anything else.
    """
    judgement = judged(evidence, audience=audience)
    suspects = [*suspicions, *lineage.suspicions(evidence)]
    return strictly(judgement, evidence, suspicions=suspects, audience=audience)


def _pieces(text: str) -> Iterator[str]:
    while len(text) > MOST_CHARACTERS:
        yield text[:MOST_CHARACTERS]
        text = text[MOST_CHARACTERS - OVERLAP :]
    yield text
