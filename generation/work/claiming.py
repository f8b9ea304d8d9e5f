"""Taking a job from its queue, and taking it back from a worker that is silent."""

import os
import socket
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Max, Min, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from generation import limits
from generation.failures import FailureCode
from generation.models import Attempt, Job, Outcome
from generation.models.attempts import COUNTED
from generation.services.endings import end_cancelled, end_failed, end_unconsented
from generation.services.permitted import fault_of
from generation.services.requeue import send_to_worker, waiting
from generation.stages import STATES, Stage, stage_of
from generation.states import WORKING, JobState
from generation.work.lease import Lease, patiently
from lib.actors import Actor
from lib.errors import StaleState
from lib.ids import IdKind, encode
from lib.states import advance

log = structlog.get_logger(__name__)
SWEEPER = Actor.system("sweeper")
WORKER = Actor.system("worker")


def worker_label() -> str:
    """The machine and process, for staff."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}"


def claim(job_id: UUID, stage: Stage) -> Lease | None:
    """The lease on a job that waits for `stage`, or None where a message comes late or twice, or
    where a likeness may not be used any more: then the job has ended."""
    return patiently(lambda: _claim(job_id, stage))


def take_back(job_id: UUID) -> bool:
    """Return a job whose lease ran out to its queue, or end it; False if there is none such."""
    with transaction.atomic():
        lapsed = Job.objects.filter(pk=job_id, state__in=sorted(WORKING), leased_until__lt=Now())
        job = lapsed.select_for_update(skip_locked=True).first()
        if job is None:
            return False
        close_attempt(job, Outcome.LOST, error_code="lease_ran_out")
        return_or_end(
            job, code=FailureCode.INTERNAL, actor=SWEEPER, reason="its worker fell silent"
        )
    return True


def close_attempt(job: Job, outcome: Outcome, *, error_code: str = "") -> None:
    """End the open attempt of a job that its caller has locked."""
    Attempt.objects.filter(job=job, number=job.attempt_number, ended_at=None).update(
        ended_at=timezone.now(), outcome=outcome, error_code=error_code[:64]
    )


def return_or_end(
    job: Job,
    *,
    code: FailureCode,
    actor: Actor,
    reason: str,
    at_once: bool = True,
    may_end: bool = True,
) -> None:
    """Back to the stage's queue; or cancelled if that was asked; or failed after MAX_ATTEMPTS.

    Attempts count since the stage last succeeded: a job that is looked at again for days starts
    anew each time. Not `at_once`: the sweeper sends the message after a pause that grows with the
    attempts. Not `may_end`: this attempt says nothing about the job.
    """
    stage = stage_of(job.state)
    used = attempts_used(job, stage)
    if job.cancel_requested_at is not None:
        end_cancelled(job, actor=actor, reason=reason)
        return
    if may_end and used >= limits.MAX_ATTEMPTS:
        end_failed(job, code=code, actor=actor, reason="attempts used up")
        return
    pause = limits.RESEND_AFTER if at_once else limits.BACK_OFF[max(used, 1) - 1]
    rest = {} if at_once else {"rests_until": Now() + pause}
    advance(job, to=STATES[stage].waiting, actor=actor, reason=reason, **waiting(pause) | rest)
    if at_once:
        send_to_worker(job)


def set_aside(job_id: UUID, error: Exception) -> None:
    """What cannot be begun must not stand first for ever: it rests, and staff hear of it. Nothing
    of it is read, since that may be what cannot be done."""
    named = encode(IdKind.GENERATION, job_id)
    log.error("job_not_begun", job=named, error=type(error).__name__, exc_info=error)
    rest = Now() + limits.UNREADABLE_FOR
    Job.objects.filter(pk=job_id, state=JobState.QUEUED).update(rests_until=rest, resend_at=rest)


def attempts_used(job: Job, stage: Stage) -> int:
    """Since the stage last succeeded; what says nothing about the job does not count."""
    return _since_success(job.pk, stage).filter(outcome__in=sorted(COUNTED)).count()


def put_off_for(job_id: UUID, stage: Stage, error_code: str) -> timedelta:
    """How long ago it was first put off for this, since the stage last succeeded."""
    mine = _since_success(job_id, stage).filter(outcome=Outcome.RELEASED, error_code=error_code)
    first = mine.aggregate(first=Min("ended_at"))["first"]
    return timezone.now() - first if first else timedelta(0)


def _since_success(job_id: UUID, stage: Stage) -> QuerySet[Attempt]:
    mine = Attempt.objects.filter(job_id=job_id, stage=stage)
    done = mine.filter(outcome=Outcome.SUCCEEDED).aggregate(last=Max("number"))["last"] or 0
    return mine.filter(number__gt=done)


def _begun(job: Job, stage: Stage) -> dict[str, datetime]:
    is_first = stage == Stage.RENDER and job.begun_at is None
    return {"begun_at": timezone.now()} if is_first else {}


def _claim(job_id: UUID, stage: Stage) -> Lease | None:
    states = STATES[stage]
    with transaction.atomic():
        fault = fault_of(job_id)  # holds the cameos, before anything holds the job
        take_back(job_id)
        job = Job.objects.filter(pk=job_id, state=states.waiting).first()
        if job is None:
            return None
        if fault is not None:
            _end_unconsented(job)
            return None
        number = job.attempt_number + 1
        try:
            advance(
                job,
                to=states.working,
                actor=WORKER,
                reason=f"attempt {number}",
                guard={"attempt_number": job.attempt_number},
                attempt_number=number,
                leased_until=Now() + limits.LEASE,
                waiting_since=None,
                resend_at=None,
                **_begun(job, stage),
            )
        except StaleState:
            return None
        Attempt.objects.create(job=job, number=number, stage=stage, worker=worker_label())
    return Lease(job, stage=stage, number=number)


def _end_unconsented(job: Job) -> None:
    """Nothing is begun; a job that somebody else moved is theirs."""
    with suppress(StaleState):
        end_unconsented(job, actor=WORKER)
