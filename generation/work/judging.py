"""How a stage that judges ends."""

from collections.abc import Callable, Sequence

from generation import tasks
from generation.failures import FailureCode
from generation.holds import HoldReason
from generation.models import Job, Outcome
from generation.services.consent import has_people
from generation.services.verdicts import ask_about_refusal, follow, hold, refuse_as
from generation.stages import Stage
from generation.work.claiming import WORKER, close_attempt
from generation.work.evidence import end_stopped
from generation.work.film_opinion import NO_OPINION, FilmOpinion
from generation.work.lease import Lease
from generation.work.quarantine import quarantined
from generation.work.settling import refuse_cancelled, settle
from lib.outbox.services import enqueue
from moderation.categories import Category, Surface
from moderation.models import Cause
from moderation.monitor.disagreeing import disagree
from moderation.policy.audience import Audience
from moderation.policy.judging import Effect, Evidence, Judgement
from moderation.services.bank_alarm import count_hits
from moderation.services.child_safety import concerns_child_safety, finds_child_safety
from moderation.services.screening import judged, record_scan, without_found_fine

# Whose face it is, is for the likeness stage alone to say; all else is for the others.
BY_LIKENESS = frozenset({(Surface.FRAME, Category.LIKENESS)})
BY_INSPECTION = frozenset((Surface.FRAME, one) for one in Category) - BY_LIKENESS

Restricted = Callable[[Judgement], FailureCode | HoldReason | None]


def conclude(
    lease: Lease,
    *,
    evidence: Sequence[Evidence],
    audience: Audience,
    gaps: Sequence[tuple[float, float]] = (),
    elsewhere: frozenset[tuple[Surface, Category]] = frozenset(),
    points: int = 0,
    also: Callable[[], None] = lambda: None,
    opinion: FilmOpinion = NO_OPINION,
    judgement: Judgement | None = None,
    forgiven: frozenset[str] = frozenset(),
    restricted: Restricted = lambda _: None,
) -> None:
    """Judge, keep the scan, and let the job follow. Raises RenderCancelled, LostLease,
    CapabilityRefused.

    A job that was to stop ends as it was asked to; what was found about child safety is kept all
    the same. Bytes that do not pass are copied to quarantine first and leave their old place last.
    `elsewhere`: what another stage has to assess. `points`: progress, if it goes on. `also`: what
    else is written with it. `opinion`: what the monitor says beside the evidence. `judgement`: of
    a stage that has more to go by than the evidence. `forgiven`: what a person who saw this very
    film found fine; it is kept as a finding and decides nothing. `restricted`: what those whose
    likeness is in it say to what the policy does not refuse.
    """
    evidence = [*evidence, *opinion.judged_beside]
    judging = without_found_fine(evidence, forgiven, audience=audience)
    found = opinion.silencing(
        judgement or judged(judging, audience=audience, elsewhere=elsewhere | opinion.elsewhere)
    )
    disputed = disagree(evidence, audience=audience)
    stays = found.effect != Effect.PASS and finds_child_safety(
        evidence, audience=audience, minor=found.depicts_minor
    )
    if not stays:
        lease.stop_if_cancelled()
    away, theirs = None, _theirs(found, restricted)
    if found.effect != Effect.PASS or theirs is not None:
        hidden = concerns_child_safety(evidence, lacking=found.lacking, minor=found.depicts_minor)
        away = quarantined(lease, for_reviewers=not hidden)

    def write(job: Job) -> None:
        stopped = job.cancel_requested_at is not None
        if not stays:
            refuse_cancelled(job)
        record_scan(
            subject=job.public_id,
            stage=lease.stage,
            evidence=evidence,
            judgement=found,
            audience=audience,
            gaps=gaps,
        )
        count_hits(job.public_id, person_id=job.owner_id, evidence=evidence)
        also()
        if away is not None:
            away.claim(job)
        if found.depicts_minor and not job.depicts_minor:
            Job.objects.filter(pk=job.pk).update(depicts_minor=True)
        opinion.keep(job, audience=audience)
        if stopped:
            return end_stopped(job)
        close_attempt(job, Outcome.SUCCEEDED)
        cause = Cause.DISAGREEMENT if disputed else Cause.POLICY
        if theirs is None:
            follow(job, found, stage=lease.stage, actor=WORKER, points=points, cause=cause)
        else:
            _obey(job, theirs, stage=lease.stage)
        if disputed and found.effect == Effect.REFUSE:
            ask_about_refusal(job, found, stage=lease.stage, actor=WORKER)
        if found.effect == Effect.REFUSE and has_people(job):
            # A revocation that came meanwhile has passed it by while it ran.
            enqueue(tasks.withdraw_if_lost, job.pk)
        return None

    # What is refused goes nowhere, and what was found of it is kept, whoever takes what back.
    settle(lease, write, permitted=found.effect != Effect.REFUSE and not stays)
    if away is not None:
        away.leave_work(lease.job_id)


def _theirs(found: Judgement, restricted: Restricted) -> FailureCode | HoldReason | None:
    """What is refused or held anyway is, for the reason that weighs more."""
    answer = None if found.effect == Effect.REFUSE else restricted(found)
    held = found.effect == Effect.HOLD and isinstance(answer, HoldReason)
    return None if held else answer


def _obey(job: Job, theirs: FailureCode | HoldReason, *, stage: Stage) -> None:
    if isinstance(theirs, HoldReason):
        hold(job, stage=stage, actor=WORKER, why=theirs)
    else:
        refuse_as(job, code=theirs, category="", stage=stage, actor=WORKER)
