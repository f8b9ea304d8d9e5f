"""How a stage that judges ends."""

from collections.abc import Sequence

from generation.models import Job, Outcome
from generation.services.verdicts import follow
from generation.work.claiming import WORKER, close_attempt
from generation.work.lease import Lease
from generation.work.quarantine import quarantined
from generation.work.settling import refuse_cancelled, settle
from moderation.categories import TEXT, Category, Surface
from moderation.policy.audience import Audience
from moderation.policy.judging import Effect, Evidence, Judgement
from moderation.services.screening import judged, record_scan

# Whose face it is, is for the likeness stage alone to say; all else is for the others.
BY_LIKENESS = frozenset({(Surface.FRAME, Category.LIKENESS)})
BY_INSPECTION = frozenset((Surface.FRAME, one) for one in Category) - BY_LIKENESS


def conclude(
    lease: Lease,
    *,
    evidence: Sequence[Evidence],
    audience: Audience,
    gaps: Sequence[tuple[float, float]] = (),
    elsewhere: frozenset[tuple[Surface, Category]] = frozenset(),
    points: int = 0,
    judgement: Judgement | None = None,
) -> None:
    """Judge, keep the scan, and let the job follow. Raises RenderCancelled, LostLease.

    Bytes that do not pass are copied to quarantine first and leave their old place last.
    `elsewhere`: what another stage has to assess. `points`: progress, if it goes on.
    `judgement`: of a stage that has more to go by than the evidence.
    """
    found = judgement or judged(evidence, audience=audience, elsewhere=elsewhere)
    away = None
    if found.effect != Effect.PASS:
        away = quarantined(lease, for_reviewers=not _concerns_child_safety(evidence))

    def write(job: Job) -> None:
        refuse_cancelled(job)
        record_scan(
            subject=job.public_id,
            stage=lease.stage,
            evidence=evidence,
            judgement=found,
            audience=audience,
            gaps=gaps,
        )
        if away is not None:
            away.claim(job)
        if found.depicts_minor and not job.depicts_minor:
            Job.objects.filter(pk=job.pk).update(depicts_minor=True)
        close_attempt(job, Outcome.SUCCEEDED)
        follow(job, found, stage=lease.stage, actor=WORKER, points=points)

    settle(lease, write)
    if away is not None:
        away.leave_work(lease.job_id)


def _concerns_child_safety(evidence: Sequence[Evidence]) -> bool:
    """Whether any detector of frames found it there, whatever else decided."""
    return any(
        hit.category == Category.CHILD_SAFETY and hit.score > 0
        for one in evidence
        if one.surface not in TEXT
        for answer in one.answers
        for hit in answer.hits
    )
