"""The ways in which a job ends. The caller holds the lock on the job's row."""

from typing import Any

from django.utils import timezone

from audit.reasons import stated
from audit.services import record
from generation import notices, tasks
from generation.failures import FailureCode
from generation.models import Draft, Job
from generation.services.consent import has_ended, owe_grants
from generation.stages import Stage, stage_of
from generation.states import JobState
from lib.actors import Actor
from lib.outbox.services import enqueue
from lib.states import advance
from moderation.services.reviews import lapse


def end_cancelled(job: Job, *, actor: Actor, reason: str, why: str | None = None) -> None:
    """Stopped before it was done; `why` is the code of staff's reason. Raises StaleState.

    What was stopped since a consent ended says that, whoever was faster to ask.
    """
    if has_ended(job):
        end_unconsented(job, actor=actor)
        return
    _end(job, to=JobState.CANCELLED, actor=actor, reason=reason)
    record("generation.job.cancelled", actor=actor, target=job.public_id, **stated(why))
    notices.tell_cancelled(job)


def end_unconsented(job: Job, *, actor: Actor) -> None:
    """A likeness may not be used any more. Its maker learns that, not whose and not why; it counts
    for nothing. Raises StaleState."""
    code, stage = FailureCode.CONSENT_ENDED, _stage_of(job)
    _end(
        job,
        to=JobState.CANCELLED,
        actor=actor,
        reason=code,
        error_code=code,
        error_stage=stage,
        refused_for="",
    )
    record("generation.job.cancelled", actor=actor, target=job.public_id, code=code, stage=stage)
    notices.tell_cancelled(job)


def end_failed(job: Job, *, code: FailureCode, actor: Actor, reason: str) -> None:
    """Given up. Raises StaleState."""
    stage = _stage_of(job)
    _end(
        job,
        to=JobState.FAILED,
        actor=actor,
        reason=reason,
        error_code=code,
        error_stage=stage,
    )
    record("generation.job.failed", actor=actor, target=job.public_id, code=code, stage=stage)
    notices.tell_failed(job)


def end_completed(job: Job, *, draft: Draft, actor: Actor) -> None:
    """Done: `draft` was made in the same transaction. Raises StaleState."""
    _end(job, to=JobState.COMPLETED, actor=actor, reason="finished", progress=100)
    record("generation.job.completed", actor=actor, target=job.public_id, draft=draft.public_id)
    notices.tell_completed(job, draft)


def _stage_of(job: Job) -> Stage:
    if job.state == JobState.REFUSED:
        return Stage(job.error_stage)
    return Stage(job.held_stage) if job.state == JobState.HELD else stage_of(job.state)


def _end(job: Job, *, to: JobState, actor: Actor, reason: str, **changes: Any) -> None:
    lapse(job.public_id, actor=actor)
    advance(
        job,
        to=to,
        actor=actor,
        reason=reason,
        finished_at=timezone.now(),
        leased_until=None,
        waiting_since=None,
        resend_at=None,
        rescan_at=None,
        **changes,
    )
    enqueue(tasks.tidy_job, job.pk)
    if to != JobState.COMPLETED:
        owe_grants(job)
