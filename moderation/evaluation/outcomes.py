"""What becomes of a case: judged as the product judges."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from moderation.categories import Category
from moderation.evaluation.cases import Case
from moderation.policy.audience import PUBLIC_FEED, Audience
from moderation.policy.judging import Effect, Evidence, best_scores, judge
from moderation.policy.rows import Policy, Verdict

AUDIENCES = {"draft": Audience(), "public": PUBLIC_FEED, "teen": Audience(under_18=True)}


@dataclass(frozen=True, slots=True)
class Bench:
    """Under what everything is judged."""

    policy: Policy
    audience: Audience
    profile: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """`reached`: categories with a hit at the audience's limit or above; `unread`: categories that
    the profile demands and nobody assessed enough; `scores`: the best of each category."""

    verdict: Verdict
    effect: Effect
    category: Category | None
    reached: frozenset[Category]
    unread: frozenset[Category]
    scores: dict[Category, float]

    @property
    def stopped(self) -> bool:
        """Not for everybody who may see it: limited, held or refused."""
        return self.verdict >= Verdict.LIMIT or self.effect != Effect.PASS


def outcome(case: Case, evidence: Sequence[Evidence], bench: Bench) -> Outcome:
    """A case that names a real person is judged by the stricter column for likenesses."""
    likeness = bench.audience.likeness or case.likeness is True
    return judged_as(evidence, replace(bench, audience=replace(bench.audience, likeness=likeness)))


def judged_as(evidence: Sequence[Evidence], bench: Bench) -> Outcome:
    judgement = judge(evidence, audience=bench.audience, policy=bench.policy, profile=bench.profile)
    minor = judgement.depicts_minor
    columns = (bench.audience.with_minor() if minor else bench.audience).columns
    scores = best_scores(evidence)
    return Outcome(
        verdict=judgement.verdict,
        effect=judgement.effect,
        category=judgement.category,
        reached=frozenset(
            category
            for category, score in scores.items()
            if bench.policy.thresholds(category, columns).verdict(score) >= Verdict.LIMIT
        ),
        unread=frozenset(category for _surface, category in judgement.lacking),
        scores=scores,
    )
