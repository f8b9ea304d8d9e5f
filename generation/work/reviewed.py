"""Doing what a person decided about a held or refused job."""

from uuid import UUID

from django.db import transaction

from audit.services import record
from generation import notices
from generation.failures import FailureCode
from generation.models import Asset, AssetKind, Job
from generation.services.verdicts import pass_on, refuse_as
from generation.stages import Stage
from generation.states import JobState
from lib.actors import Actor
from lib.ids import IdKind, decode
from moderation.models import Cause, Outcome, Review, ReviewState

REVIEWER = Actor.system("review")


def obey(review_id: UUID) -> None:
    """Let the job go on, or refuse it; a late or doubled message does nothing."""
    review = Review.objects.filter(pk=review_id, state=ReviewState.DECIDED).first()
    if review is None:
        return
    with transaction.atomic():
        job = (
            Job.objects.select_for_update(of=("self",))
            .select_related("owner")
            .filter(pk=decode(IdKind.GENERATION, review.subject))
            .first()
        )
        if job is None or not _is_about(review, job):
            return
        if _is_fine(review, job):
            _release(job)
        else:
            _stands(job, review)


def _is_about(review: Review, job: Job) -> bool:
    """Whether the job still stands where the question was asked; else its own way decides."""
    if job.state == JobState.HELD:
        return review.stage == job.held_stage
    return job.state == JobState.REFUSED and review.stage == job.error_stage


def _is_fine(review: Review, job: Job) -> bool:
    """What is fine for adults is not handed to a maker under 18."""
    if review.outcome == Outcome.FINE_FOR_ADULTS:
        return job.owner.is_adult
    return review.outcome == Outcome.FINE_FOR_ALL


def _stands(job: Job, review: Review) -> None:
    if job.state == JobState.REFUSED:
        if review.cause == Cause.CONTESTED:  # who did not ask is told nothing
            notices.tell_upheld(job)
        return
    before = job.held_stage == Stage.SCREEN
    code = FailureCode.INPUT_MODERATION if before else FailureCode.OUTPUT_MODERATION
    if review.outcome == Outcome.FINE_FOR_ADULTS:
        code = FailureCode.MINOR_POLICY
    refuse_as(job, code=code, category=review.category, stage=Stage(job.held_stage), actor=REVIEWER)


def _release(job: Job) -> None:
    """To the stage after the one that stopped it, if its bytes are still there."""
    stage = Stage(job.error_stage or job.held_stage)
    has_master = Asset.objects.filter(job=job, kind=AssetKind.MASTER).exists()
    if job.erase_requested_at is not None or not (stage == Stage.SCREEN or has_master):
        return
    pass_on(job, stage=stage, actor=REVIEWER, reason="a person found it fine")
    record("generation.job.released", actor=REVIEWER, target=job.public_id, stage=stage)
    notices.tell_released(job)
