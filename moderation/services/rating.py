"""For whom something is fit that passed its stages: its newest scans, judged once more."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from django.conf import settings

from moderation.answers import Answer, Coverage, Hit, Ruling
from moderation.categories import Category, Surface
from moderation.models import Finding, Outcome, Review, ReviewState, Scan
from moderation.policy.audience import ADULT_PROFILE, PUBLIC_FEED, Audience
from moderation.policy.judging import Effect, Evidence, Judgement, judge
from moderation.policy.loading import current_policy
from moderation.policy.rows import Policy, Verdict
from moderation.services.screening import forgivable

# Nobody finds child safety in pictures fine by deciding about a review, nor for want of an answer.
NEVER_FOUND_FINE = (Surface.FRAME, Category.CHILD_SAFETY)
# Nor does an eye that is told of nobody assess whose face it is.
NEVER_ASSESSED_BY_EYE = frozenset({NEVER_FOUND_FINE, (Surface.FRAME, Category.LIKENESS)})

# Who found a prompt fine has judged the words that the monitor judged beside rendering.
SAME_WORDS = {"monitor": ("monitor", "screen")}


@dataclass(frozen=True, slots=True)
class Rating:
    """`fits_adults`: on its maker's profile, for adults. `fits_under_18`: by under-18 policy, so
    for everyone, and in the public feed. `profile` is the weakest under which it was scanned.
    `lacks`: it fits nobody merely since too little of it was assessed; no verdict is against it.
    `unscanned`: one of its stages has no scan at all, so that it never took the way of what is
    published. `children_unseen`: nobody could say, who has to, that it is no matter of child
    safety.
    """

    policy_version: str
    profile: str
    fits_adults: bool
    fits_under_18: bool
    depicts_minor: bool
    lacks: bool = False
    unscanned: bool = False
    children_unseen: bool = False


def rate(*subjects: str, stages: frozenset[str], policy: Policy | None = None) -> Rating:
    """The rating of things that go together (a clip and its caption), by the policy in force, or
    by `policy`.

    `stages` names those that must each have a scan among them: what skipped one fits nobody.
    """
    policy = policy or current_policy()  # once: another one may be activated meanwhile
    scans = [scan for subject in subjects for scan in newest_scans(subject)]
    evidence = evidence_of(scans)
    missing = stages - {scan.stage for scan in scans}
    known = bool(evidence) and not missing
    minor = any(scan.depicts_minor for scan in scans)
    passes = partial(_passes, evidence, policy, minor=minor)
    fits = passes(ADULT_PROFILE, at_most=Verdict.LIMIT)
    against = _speaks_against(evidence, policy, minor=minor)
    for_adults_only = _decided(subjects, Outcome.FINE_FOR_ADULTS)
    stamps = {scan.profile for scan in scans} | {settings.PROFILE}
    return Rating(
        policy_version=policy.version,
        profile="development" if "development" in stamps else settings.PROFILE,
        fits_adults=known and fits,
        fits_under_18=known and not for_adults_only and passes(PUBLIC_FEED, at_most=Verdict.ALLOW),
        depicts_minor=minor,
        lacks=not (known and fits) and not against,
        # The monitor says nothing of what was made before it was there.
        unscanned=not evidence or bool(missing - SAME_WORDS.keys()),
        children_unseen=_unseen(evidence, policy, minor=minor),
    )


def newest_scans(subject: str) -> list[Scan]:
    """The last scan of each stage."""
    rows = Scan.objects.filter(subject=subject).order_by("stage", "-id").distinct("stage")
    return list(rows.prefetch_related("findings"))


def _passes(
    evidence: list[Evidence], policy: Policy, audience: Audience, *, minor: bool, at_most: Verdict
) -> bool:
    judgement = _judged(evidence, policy, audience, minor=minor)
    return (
        judgement is not None and judgement.effect == Effect.PASS and judgement.verdict <= at_most
    )


def _speaks_against(evidence: list[Evidence], policy: Policy, *, minor: bool) -> bool:
    """Whatever is lacking: a verdict that keeps it from adults."""
    judgement = _judged(evidence, policy, ADULT_PROFILE, minor=minor)
    return judgement is not None and judgement.verdict > Verdict.LIMIT


def _unseen(evidence: list[Evidence], policy: Policy, *, minor: bool) -> bool:
    judgement = _judged(evidence, policy, ADULT_PROFILE, minor=minor)
    return judgement is None or children_unseen(judgement.lacking, minor=judgement.depicts_minor)


def children_unseen(lacking: Iterable[tuple[str, str]], *, minor: bool) -> bool:
    """Whether pictures lack what says that they are no matter of child safety: with a minor in
    them, whatever is sexual is one."""
    needed = {Category.CHILD_SAFETY, Category.SEXUAL} if minor else {Category.CHILD_SAFETY}
    return any(surface == Surface.FRAME and category in needed for surface, category in lacking)


def _judged(
    evidence: list[Evidence], policy: Policy, audience: Audience, *, minor: bool
) -> Judgement | None:
    """None where there is nothing to judge."""
    if not evidence:
        return None
    strict = audience.with_minor() if minor else audience
    return judge(evidence, audience=strict, policy=policy, profile=settings.PROFILE)


def evidence_of(
    scans: Iterable[Scan], *, found_fine: Callable[[Scan], Iterable[str]] | None = None
) -> list[Evidence]:
    """As rows remember it, all stages' answers about a surface together.

    `found_fine`: which categories a person found fine, for callers who have fetched that already.
    """
    by_surface: dict[Surface, list[Answer]] = defaultdict(list)
    for scan in scans:
        told = frozenset((found_fine or _found_fine_in)(scan))
        fine = forgivable(told, minor=scan.depicts_minor)
        for surface, coverage in scan.coverage.items():
            by_surface[Surface(surface)].append(_answer(scan, surface, coverage, fine))
    return [Evidence(surface, answers) for surface, answers in by_surface.items()]


def found_fine(subject: str, *, stage: str) -> frozenset[str]:
    """The categories that a person found fine at this stage; "" where nobody could assess it."""
    stages = SAME_WORDS.get(stage, (stage,))
    decided = Review.objects.filter(subject=subject, stage__in=stages, state=ReviewState.DECIDED)
    return frozenset(decided.exclude(outcome=Outcome.REFUSED).values_list("category", flat=True))


def _found_fine_in(scan: Scan) -> Iterable[str]:
    return found_fine(scan.subject, stage=scan.stage)


def _answer(scan: Scan, surface: str, coverage: dict[str, str], fine: frozenset[str]) -> Answer:
    """A person who was asked because nobody could assess it has assessed it; one who was asked
    about a category has judged that category."""
    kept = [
        _hit(finding)
        for finding in scan.findings.all()
        if finding.surface == surface
        and (finding.category not in fine or (surface, finding.category) == NEVER_FOUND_FINE)
    ]
    found = {
        Category(name): Coverage.ASSESSED
        if "" in fine and (surface, name) not in NEVER_ASSESSED_BY_EYE
        else Coverage(word)
        for name, word in coverage.items()
    }
    return Answer("rows", scan.policy_version, coverage=found, hits=tuple(kept))


def _hit(finding: Finding) -> Hit:
    ruling = Ruling(finding.ruling) if finding.ruling else None
    return Hit(Category(finding.category), finding.score, term=finding.term, ruling=ruling)


def _decided(subjects: Iterable[str], outcome: Outcome) -> bool:
    return Review.objects.filter(subject__in=subjects, outcome=outcome).exists()
