"""Judging once more, strictly, where there is a reason for suspicion. Pure but for the policy."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from moderation.answers import Coverage, merged_coverage
from moderation.categories import Category
from moderation.policy.audience import Audience
from moderation.policy.judging import Evidence, Judgement
from moderation.policy.loading import current_policy
from moderation.policy.rows import LEVELS, NEVER, Verdict

# Under suspicion a score from this share of the lowest threshold on is near enough for a person to
# look. Ours: half, where a head trained on whole sentences lands that does not know what to make of
# an edit.
NEAR_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Something near it was refused for this category a short time ago."""

    category: Category


def strictly(
    judgement: Judgement,
    evidence: Sequence[Evidence],
    *,
    suspicions: Iterable[Suspicion],
    audience: Audience,
) -> Judgement:
    """The same judgement, or a person's look at what would otherwise have passed.

    Never milder. Fails closed: what nobody assessed in a suspected category is looked at too.
    """
    if judgement.verdict >= Verdict.REVIEW:
        return judgement
    strict = audience.with_minor() if judgement.depicts_minor else audience
    for suspicion in suspicions:
        if _is_near(suspicion.category, evidence, strict):
            return replace(judgement, verdict=Verdict.REVIEW, category=suspicion.category)
    return judgement


def _is_near(category: Category, evidence: Sequence[Evidence], audience: Audience) -> bool:
    assessed = all(
        merged_coverage(one.answers)[category] != Coverage.NOT_ASSESSED for one in evidence
    )
    if not assessed:
        return True
    scores = [
        hit.score
        for one in evidence
        for answer in one.answers
        for hit in answer.hits
        if hit.category == category
        or (category == Category.CHILD_SAFETY and hit.category == Category.SEXUAL)
    ]
    return max(scores, default=0.0) >= near_score(category, audience)


def near_score(category: Category, audience: Audience) -> float:
    """From which score on a suspected category is looked at by a person."""
    thresholds = current_policy().thresholds(category, audience.columns)
    lowest = min(thresholds.at(level) for level in LEVELS)
    return NEAR_SHARE * lowest if lowest < NEVER else NEVER
