"""Doing what a person decided about a held or refused job."""

from uuid import UUID

from django.db import transaction

from audit.services import record
from generation import notices
from generation.failures import FailureCode, refusal_code
from generation.models import Asset, AssetKind, Job
from generation.services.consent import capabilities_of
from generation.services.verdicts import ask_person, look_again, pass_on, refuse_as
from generation.stages import Stage
from generation.states import JobState
from generation.work.remaining import what_remains
from lib.actors import Actor
from lib.ids import IdKind, decode
from moderation.models import Cause, Outcome, Review, ReviewState
from moderation.policy.judging import Judgement
from moderation.policy.rows import Verdict

# Where words and pictures are held against what people keep out of.
ASKED_FOR_PEOPLE = frozenset({Stage.SCREEN, Stage.INSPECT})
# What is refused here was never finished, so there is no film to keep.
WITHOUT_FILM = frozenset({Stage.SCREEN, Stage.RENDER})
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
    """To the stage after the one that stopped it, if its bytes are still there and nothing else
    stops it. What was refused before anybody had looked to the end is looked at whole first: a
    "fine" must not stand for what nobody has heard. What is held waits for whatever it lacks."""
    stage = Stage(job.error_stage or job.held_stage)
    has_master = Asset.objects.filter(job=job, kind=AssetKind.MASTER).exists()
    if job.erase_requested_at is not None or not (stage in WITHOUT_FILM or has_master):
        return
    rest = what_remains(job, stage=stage)
    if rest is None:
        return
    if rest.judgement.verdict == Verdict.BLOCK:
        _still_blocked(job, rest.judgement, stage=stage)
    elif stage == Stage.RENDER:
        look_again(job, stage=stage, actor=REVIEWER, reason="a person found fine what was seen")
        _tell_released(job, stage=stage)
    elif _is_theirs_to_say(job, stage=stage):
        look_again(job, stage=stage, actor=REVIEWER, reason="whoever is in it is asked again")
        _tell_released(job, stage=stage)
    elif rest.is_complete and rest.judgement.verdict < Verdict.REVIEW:
        pass_on(job, stage=stage, actor=REVIEWER, reason="a person found it fine")
        _tell_released(job, stage=stage)
    elif job.state == JobState.REFUSED:
        look_again(job, stage=stage, actor=REVIEWER, reason="a person found fine what was found")
        _tell_released(job, stage=stage)
    elif rest.is_complete:
        category = rest.judgement.category or ""
        ask_person(job, cause=Cause.POLICY, category=category, actor=REVIEWER)


def _is_theirs_to_say(job: Job, *, stage: Stage) -> bool:
    """Whether somebody in it keeps out of something: no reviewer knows that, or lends it for them.

    The stage looks again, with what was found fine, and asks for them once more.
    """
    lent = capabilities_of(job.pk)
    return stage in ASKED_FOR_PEOPLE and any(one.bounds().restrictions for one in lent)


def _tell_released(job: Job, *, stage: Stage) -> None:
    record("generation.job.released", actor=REVIEWER, target=job.public_id, stage=stage)
    notices.tell_released(job)


def _still_blocked(job: Job, judgement: Judgement, *, stage: Stage) -> None:
    """One review is about one category; another blocks it by itself."""
    code, category = refusal_code(judgement, stage=stage), judgement.category or ""
    if job.state == JobState.HELD:
        refuse_as(job, code=code, category=category, stage=stage, actor=REVIEWER)
        return
    Job.objects.filter(pk=job.pk).update(error_code=code, refused_for=category)
    record(
        "generation.job.refusal_kept",
        actor=REVIEWER,
        target=job.public_id,
        stage=stage,
        category=category,
    )
    if job.contested_at is not None:
        notices.tell_upheld(job)
