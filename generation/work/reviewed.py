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
from moderation.models import Outcome, Review, ReviewState

REVIEWER = Actor.system("review")


def obey(review_id: UUID) -> None:
    """Let the job go on, or refuse it; a late or doubled message does nothing."""
    review = Review.objects.filter(pk=review_id, state=ReviewState.DECIDED).first()
    if review is None:
        return
    with transaction.atomic():
        job = (
            Job.objects.select_for_update()
            .filter(pk=decode(IdKind.GENERATION, review.subject))
            .first()
        )
        # Looked at again, or settled otherwise, in the meantime: its own way decides.
        if job is None or job.state not in (JobState.HELD, JobState.REFUSED):
            return
        if review.outcome == Outcome.REFUSED:
            _stands(job, review)
        else:
            _release(job)


def _stands(job: Job, review: Review) -> None:
    if job.state == JobState.REFUSED:
        notices.tell_upheld(job)
        return
    before = job.held_stage == Stage.SCREEN
    code = FailureCode.INPUT_MODERATION if before else FailureCode.OUTPUT_MODERATION
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
