"""A chain of remixes, judged as one thing (D-12): what no step says alone, all of them may say."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from moderation.categories import Category, Surface
from moderation.policy.audience import Audience
from moderation.policy.judging import Effect, Evidence, Judgement, judge
from moderation.policy.rows import Policy

MOST_CHARACTERS = 8_000  # of one text, as detectors take it
OVERLAP = 1_000  # characters that neighbouring pieces of a long lineage share

Piece = tuple[Surface, str]
Read = Callable[[Sequence[Piece]], Sequence[Evidence]]


@dataclass(frozen=True, slots=True)
class Step:
    """`drift`: how far the worst category's best score has risen above the root's, 0 to 1."""

    judgement: Judgement
    drift: float


@dataclass(frozen=True, slots=True)
class Lineage:
    """`stopped_at`: the first step that does not pass, counted from 0 for the root; what came
    before it stays as it is."""

    steps: tuple[Step, ...]

    @property
    def stopped_at(self) -> int | None:
        stopped = (at for at, step in enumerate(self.steps) if step.judgement.effect != Effect.PASS)
        return next(stopped, None)


def judged_lineage(
    steps: Sequence[str],
    *,
    read: Read,
    audience: Audience,
    policy: Policy,
    profile: str,
    surface: Surface = Surface.PROMPT,
) -> Lineage:
    """Each step by all that was said up to it: root and deltas joined, and each by itself.

    Verdicts and drift never fall along the chain. `read` is asked once, for everything. Raises
    ValueError for no steps, and what `read` raises.
    """
    if not steps:
        raise ValueError("a lineage has a root")
    pieces = [pieces_at(steps, at, surface) for at in range(len(steps))]
    evidence = iter(read([piece for several in pieces for piece in several]))
    seen: list[Evidence] = []
    found = []
    root: dict[Category, float] = {}
    for at, several in enumerate(pieces):
        seen += [next(evidence) for _ in several]
        scores = best_scores(seen)
        root = root if at else scores
        drift = max((score - root.get(one, 0.0) for one, score in scores.items()), default=0.0)
        judgement = judge(seen, audience=audience, policy=policy, profile=profile)
        found.append(Step(judgement, drift))
    return Lineage(tuple(found))


def pieces_at(steps: Sequence[str], at: int, surface: Surface) -> list[Piece]:
    """What a step adds to what is read: the whole up to it, and itself."""
    whole = "\n".join(steps[: at + 1])
    cut = range(0, max(1, len(whole) - OVERLAP), MOST_CHARACTERS - OVERLAP)
    texts = [whole[start : start + MOST_CHARACTERS] for start in cut]
    return [(surface, text) for text in dict.fromkeys([*texts, steps[at][:MOST_CHARACTERS]])]


def best_scores(evidence: Sequence[Evidence]) -> dict[Category, float]:
    """The highest score of each category that anything was found in."""
    best: dict[Category, float] = {}
    for one in evidence:
        for hit in (hit for answer in one.answers for hit in answer.hits):
            best[hit.category] = max(best.get(hit.category, 0.0), hit.score)
    return best
