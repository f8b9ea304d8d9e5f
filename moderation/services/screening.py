"""Asking for answers, judging them, keeping them. Nothing is asked inside a transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.conf import settings

from moderation.answers import ORDER, Answer, Hit, merged_coverage
from moderation.categories import Category, Surface
from moderation.models import Finding, Outcome, Review, ReviewState, Scan
from moderation.policy.audience import Audience
from moderation.policy.judging import Evidence, Judgement, depicts_minor, judge
from moderation.policy.loading import current_policy
from moderation.screener.client import Piece, ask
from moderation.services.shadows import judge_along
from moderation.services.terms.asking import with_banks

# Somebody waits for the answer: beyond this it goes to the screen queue (architecture.md).
AT_ONCE_SECONDS = 2.0
PATIENT_SECONDS = 30.0


def read(texts: Iterable[tuple[Surface, str]], *, seconds: float) -> list[Evidence]:
    """What the screener and the banks of terms answer about each text. Raises ScreenerAway.

    The screener answers in total within `seconds`.
    """
    pieces = [Piece(surface, text) for surface, text in texts]
    answers = with_banks(pieces, ask(pieces, seconds=seconds))
    return [Evidence(piece.surface, found) for piece, found in zip(pieces, answers, strict=True)]


def unread(surfaces: Iterable[Surface]) -> list[Evidence]:
    """Evidence that these surfaces exist and that nobody could assess them."""
    return [Evidence(surface, ()) for surface in surfaces]


def judged(
    evidence: Iterable[Evidence],
    *,
    audience: Audience,
    elsewhere: frozenset[tuple[Surface, Category]] = frozenset(),
) -> Judgement:
    """By the policy in force and this installation's profile.

    `elsewhere`: pairs of surface and category that another stage assesses. Raises ValueError
    where there is nothing to judge.
    """
    return judge(
        evidence,
        audience=audience,
        policy=current_policy(),
        profile=settings.PROFILE,
        elsewhere=elsewhere,
    )


def forgiven_in(subject: str) -> frozenset[str]:
    """The categories about which a person decided that this thing is fine, whoever may see it."""
    fine = Review.objects.filter(subject=subject, state=ReviewState.DECIDED)
    return frozenset(
        fine.exclude(outcome=Outcome.REFUSED)
        .exclude(category="")
        .values_list("category", flat=True)
    )


def record_scan(
    *,
    subject: str,
    stage: str,
    evidence: Sequence[Evidence],
    judgement: Judgement,
    audience: Audience,
    gaps: Sequence[tuple[float, float]] = (),
) -> Scan:
    """Keep a judgement and all that led to it, in the caller's transaction."""
    scan = Scan.objects.create(
        subject=subject,
        stage=stage,
        policy_version=judgement.policy_version,
        profile=settings.PROFILE,
        audience=audience.as_facts() | {"depicts_minor": judgement.depicts_minor},
        verdict=judgement.verdict.word,
        category=judgement.category or "",
        coverage=_coverage(evidence),
        detectors={answer.detector: answer.version for one in evidence for answer in one.answers},
        lacking=[[surface, category] for surface, category in judgement.lacking],
        gaps=[{"start_s": round(start, 2), "end_s": round(end, 2)} for start, end in gaps],
        depicts_minor=judgement.depicts_minor,
    )
    Finding.objects.bulk_create(
        _finding(scan, one.surface, answer, hit)
        for one in evidence
        for answer in one.answers
        for hit in answer.hits
    )
    judge_along(scan, evidence=evidence, audience=audience)
    return scan


def without(one: Evidence, forgiven: frozenset[str]) -> Evidence:
    """Evidence about words that a person has read, without the categories they found fine."""
    fine = forgivable(forgiven, minor=depicts_minor([one]))
    kept = [
        replace(answer, hits=tuple(hit for hit in answer.hits if hit.category not in fine))
        for answer in one.answers
    ]
    return Evidence(one.surface, kept)


def without_found_fine(
    evidence: Sequence[Evidence], fine: frozenset[str], *, audience: Audience
) -> list[Evidence]:
    """The same without the categories that a person found fine in this very thing."""
    minor = audience.depicts_minor or depicts_minor(evidence)
    return [without(one, forgivable(fine, minor=minor)) for one in evidence]


def forgivable(fine: frozenset[str], *, minor: bool) -> frozenset[str]:
    """With a minor in it, whatever is sexual is found fine with child safety, or not at all; so
    nobody is asked about it alone (see judging)."""
    if not minor:
        return fine
    if Category.CHILD_SAFETY in fine:
        return fine | {Category.SEXUAL}
    return fine - {Category.SEXUAL}


def _finding(scan: Scan, surface: Surface, answer: Answer, hit: Hit) -> Finding:
    return Finding(
        scan=scan,
        surface=surface,
        category=hit.category,
        score=hit.score,
        detector=answer.detector,
        version=answer.version,
        term=hit.term,
        start=hit.start,
        end=hit.end,
        start_s=hit.start_s,
        end_s=hit.end_s,
        ruling=hit.ruling or "",
        basis=hit.basis or "",
    )


def _coverage(evidence: Iterable[Evidence]) -> dict[str, dict[str, str]]:
    """The worst coverage where a surface has several texts: all of them must have been read."""
    found: dict[str, dict[str, str]] = {}
    for one in evidence:
        merged: Mapping[Category, Any] = merged_coverage(one.answers)
        kept = found.setdefault(one.surface.value, {})
        for category, coverage in merged.items():
            before = kept.get(category.value, coverage)
            kept[category.value] = min(before, coverage, key=lambda word: ORDER[word])
    return found
