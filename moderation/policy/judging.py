"""From what detectors answered to a verdict. Pure: no database, no clock, no detector."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from moderation.answers import Answer, Hit, Ruling, merged_coverage
from moderation.categories import Category, Surface
from moderation.policy.audience import Audience, Column
from moderation.policy.rows import Policy, Verdict

# Where a film, or what is written beside it, shows somebody. A message, a profile or a report may
# speak of a child without showing one.
DEPICTING = frozenset(
    {
        *(Surface.PROMPT, Surface.DIALOGUE, Surface.REFERENCE_IMAGE, Surface.FRAME),
        *(Surface.TRANSCRIPT, Surface.ON_SCREEN_TEXT, Surface.SCENE_DESCRIPTION),
        Surface.CAPTION,
    }
)


# A bank's action holds for every audience alike, so it is monotonic by itself (law 2).
RULED = {
    Ruling.SHADOW: Verdict.ALLOW,
    Ruling.REVIEW: Verdict.REVIEW,
    Ruling.BLOCK: Verdict.BLOCK,
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """All answers about one surface of one thing."""

    surface: Surface
    answers: Sequence[Answer]


class Effect(StrEnum):
    """What follows for the thing that was judged."""

    PASS = "pass"  # noqa: S105 - not a password
    HOLD = "hold"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Judgement:
    """`policy_version` judged; `category` is the one that decided; `lacking` what was assessed too
    little for this profile; `for_minors`: without a minor or an audience under 18 the verdict
    would have been milder."""

    policy_version: str
    verdict: Verdict
    category: Category | None
    lacking: tuple[tuple[Surface, Category], ...]
    depicts_minor: bool
    for_minors: bool

    @property
    def effect(self) -> Effect:
        """A block stands whatever is lacking; what is lacking never passes (law 1)."""
        if self.verdict == Verdict.BLOCK:
            return Effect.REFUSE
        if self.lacking or self.verdict == Verdict.REVIEW:
            return Effect.HOLD
        return Effect.PASS


def judge(
    evidence: Iterable[Evidence],
    *,
    audience: Audience,
    policy: Policy,
    profile: str,
    elsewhere: frozenset[tuple[Surface, Category]] = frozenset(),
) -> Judgement:
    """The strictest verdict over all hits, under the strictest audience that the evidence shows.

    `elsewhere`: pairs that another stage assesses, so that they are not lacking here. Raises
    ValueError where there is nothing to judge: no evidence is no reason to pass.
    """
    evidence = list(evidence)
    if not evidence:
        raise ValueError("nothing to judge")
    minor = audience.depicts_minor or depicts_minor(evidence)
    strict = audience.with_minor() if minor else audience
    hits = list(_hits(evidence, minor=minor))
    verdict, category = _worst(hits, audience=strict, policy=policy)
    milder, _ignored = _worst(
        hits,
        audience=Audience(destination=audience.destination, likeness=audience.likeness),
        policy=policy,
    )
    return Judgement(
        policy_version=policy.version,
        verdict=verdict,
        category=category,
        lacking=tuple(
            pair
            for pair in _lacking(evidence, policy=policy, profile=profile)
            if pair not in elsewhere
        ),
        depicts_minor=minor,
        for_minors=milder < verdict,
    )


def child_safety_verdict(
    evidence: Iterable[Evidence], *, audience: Audience, policy: Policy
) -> Verdict:
    """What is decided about child safety alone, whatever else decides."""
    evidence = list(evidence)
    minor = audience.depicts_minor or depicts_minor(evidence)
    hits = [hit for hit in _hits(evidence, minor=minor) if hit.category == Category.CHILD_SAFETY]
    verdict, _category = _worst(
        hits, audience=audience.with_minor() if minor else audience, policy=policy
    )
    return verdict


def depicts_minor(evidence: Iterable[Evidence]) -> bool:
    """Whether any detector read or saw somebody under 18 in what is shown or said in a film."""
    return any(
        answer.depicts_minor
        for one in evidence
        if one.surface in DEPICTING
        for answer in one.answers
    )


def best_scores(evidence: Iterable[Evidence]) -> dict[Category, float]:
    """The highest score of each category in which anything was found."""
    best: dict[Category, float] = {}
    for one in evidence:
        for hit in (hit for answer in one.answers for hit in answer.hits):
            best[hit.category] = max(best.get(hit.category, 0.0), hit.score)
    return best


def _hits(evidence: Iterable[Evidence], *, minor: bool) -> Iterable[Hit]:
    """With a minor in it, whatever is sexual is a matter of child safety."""
    for one in evidence:
        for answer in one.answers:
            for hit in answer.hits:
                yield hit
                # A bank decides about its own entries, and no more than its action says; who may
                # find it fine is another matter.
                if minor and hit.category == Category.SEXUAL:
                    yield Hit(Category.CHILD_SAFETY, hit.score, ruling=hit.ruling)


def _worst(
    hits: Iterable[Hit], *, audience: Audience, policy: Policy
) -> tuple[Verdict, Category | None]:
    """On a tie child safety goes before all else, what a bank rules before what scored, and what
    would be worse for adults before what would be milder."""
    columns = audience.columns
    worst: tuple[Verdict, bool, bool, Verdict, float] | None = None
    decided: Category | None = None
    for hit in hits:
        ruled = hit.ruling is not None
        plain = verdict = _verdict_of(hit, policy=policy, columns=columns)
        # What is limited is not for people under 18: to them, as makers too, it is refused, and
        # what is worse than limited with it (a review would be milder for a higher score). An
        # entry that nobody confirmed twice asks a person, for people under 18 too.
        if audience.under_18 and plain > Verdict.ALLOW and not ruled:
            verdict = Verdict.BLOCK
        rank = (verdict, hit.category == Category.CHILD_SAFETY, ruled, plain, hit.score)
        if verdict and (worst is None or rank > worst):
            worst, decided = rank, hit.category
    return (worst[0] if worst else Verdict.ALLOW), decided


def _verdict_of(hit: Hit, *, policy: Policy, columns: frozenset[Column]) -> Verdict:
    if hit.ruling is not None:
        return RULED[hit.ruling]
    return policy.thresholds(hit.category, columns).verdict(hit.score)


def _lacking(
    evidence: Iterable[Evidence], *, policy: Policy, profile: str
) -> Iterable[tuple[Surface, Category]]:
    for one in evidence:
        coverage = merged_coverage(one.answers)
        for category in policy.lacking(profile, one.surface, coverage):
            yield one.surface, category
