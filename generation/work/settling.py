"""How an attempt ends: each function is one fenced transaction, safe to try twice."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.db.models.functions import Now

from cameos.capabilities.using import complete
from generation import limits
from generation.engines.base import AGAINST_RULES, RenderCancelled, RenderResult
from generation.failures import Failure, FailureCode
from generation.holds import HoldReason
from generation.models import Asset, AssetKind, Attempt, Draft, Job, Outcome, Script
from generation.models.assets import FOR_REVIEWERS
from generation.services.consent import capabilities_of
from generation.services.endings import (
    end_cancelled,
    end_completed,
    end_failed,
    end_unconsented,
)
from generation.services.permitted import still_permitted
from generation.services.pictures import picture_of, refuse_ended
from generation.services.requeue import wait, waiting
from generation.services.verdicts import hold
from generation.services.withdrawn import refuse_withdrawn
from generation.stages import STATES, Stage
from generation.states import JobState
from generation.work.claiming import WORKER, close_attempt, return_or_end
from generation.work.lease import Lease, patiently
from lib.states import advance
from moderation.services.refusals import note_refusal_elsewhere

# Where there is a film that can wait in its place.
HELD_STAGES = frozenset({Stage.INSPECT, Stage.LIKENESS, Stage.FINISH})


def rendered(lease: Lease, *, master: Asset, result: RenderResult) -> None:
    """The master is there; the job waits to be inspected.

    Raises RenderCancelled, LostLease, CapabilityRefused, InputImageGone.
    """

    def write(job: Job) -> None:
        refuse_cancelled(job)
        refuse_ended(job)
        picture_of(job)
        master.save(force_insert=True)
        Script.objects.create(
            job=job,
            lines=[asdict(line) for line in result.script],
            is_exact=result.script_is_exact,
        )
        Attempt.objects.filter(job=job, number=lease.number).update(record=dict(result.record))
        close_attempt(job, Outcome.SUCCEEDED)
        progress = max(job.progress, limits.RENDER_ENDS_AT)
        wait(job, to=JobState.RENDERED, actor=WORKER, reason="rendered", progress=progress)

    settle(lease, write, permitted=True)


def delayed(lease: Lease, *, error_code: str = "unsealed") -> None:
    """It cannot be sealed, or fetched or put away, now: kept, and tried again until a week is
    over."""

    def write(job: Job) -> None:
        if job.cancel_requested_at is not None:
            close_attempt(job, Outcome.CANCELLED)
            end_cancelled(job, actor=WORKER, reason="stopped as asked")
            return
        close_attempt(job, Outcome.RELEASED, error_code=error_code)
        hold(job, stage=lease.stage, actor=WORKER, why=HoldReason.UNSEALED)

    settle(lease, write)


def put_off(lease: Lease, *, error_code: str, rest: timedelta) -> None:
    """There is nothing to hold yet: back to the queue after a pause, and no attempt is counted."""

    def write(job: Job) -> None:
        close_attempt(job, Outcome.RELEASED, error_code=error_code)
        if job.cancel_requested_at is not None:
            end_cancelled(job, actor=WORKER, reason="stopped as asked")
            return
        pause = waiting(rest) | {"rests_until": Now() + rest}
        back = STATES[lease.stage].waiting
        advance(job, to=back, actor=WORKER, reason=f"put off: {error_code}", **pause)

    settle(lease, write)


def sent_back(lease: Lease) -> None:
    """A check was configured after it was inspected: it is inspected again before it leaves."""

    def write(job: Job) -> None:
        refuse_cancelled(job)
        close_attempt(job, Outcome.RELEASED, error_code="unmonitored")
        hold(job, stage=Stage.INSPECT, actor=WORKER, why=HoldReason.UNASSESSED)

    settle(lease, write)


def completed(lease: Lease, *, assets: Sequence[Asset], kept: str) -> None:
    """The draft is there, and its consents are those of a finished film. Its master lies at `kept`
    from here on, for what is made out of it.

    Raises RenderCancelled, LostLease, CapabilityRefused, SourceGone.
    """

    def write(job: Job) -> None:
        refuse_cancelled(job)
        refuse_withdrawn(job)
        refuse_ended(job)
        draft = Draft.objects.create(job=job, owner_id=job.owner_id)
        Asset.objects.filter(job=job, kind__in=sorted(FOR_REVIEWERS)).delete()
        Asset.objects.filter(job=job, kind=AssetKind.MASTER).update(storage_key=kept)
        for asset in assets:
            asset.save(force_insert=True)
        close_attempt(job, Outcome.SUCCEEDED)
        for capability in capabilities_of(job.pk):
            complete(capability)
        end_completed(job, draft=draft, actor=WORKER)

    settle(lease, write, permitted=True)


def cancelled(lease: Lease) -> None:
    """The worker stopped because somebody asked."""

    def write(job: Job) -> None:
        close_attempt(job, Outcome.CANCELLED)
        end_cancelled(job, actor=WORKER, reason="stopped as asked")

    settle(lease, write)


def unconsented(lease: Lease) -> None:
    """A likeness may not be used any more: whatever was made of it goes."""

    def write(job: Job) -> None:
        close_attempt(job, Outcome.CANCELLED, error_code="consent_ended")
        end_unconsented(job, actor=WORKER)

    settle(lease, write)


def failed(lease: Lease, failure: Failure) -> None:
    """Given up when trying again is of no use, else back to the queue after a pause. Words that a
    processor refuses weigh as words that we refuse do, once a wish: it is asked under our name. Not
    where somebody else is in the video, for their face or their wishes may be what it refused."""

    def write(job: Job) -> None:
        close_attempt(job, Outcome.FAILED, error_code=failure.detail_code)
        if failure.detail_code in AGAINST_RULES and not (job.subjects or job.rendered_text):
            wish = str(job.batch) if job.batch else job.public_id
            note_refusal_elsewhere(person_id=job.owner_id, origin=wish, subject=job.public_id)
        if failure.permanent and job.cancel_requested_at is None:
            end_failed(job, code=failure.code, actor=WORKER, reason="refused")
        else:
            return_or_end(
                job, code=failure.code, actor=WORKER, reason="failed in passing", at_once=False
            )

    settle(lease, write)


def released(lease: Lease, *, error_code: str = "") -> None:
    """The worker was told to stop, or cannot do it (`error_code`): back to the queue at once, and
    no attempt is counted."""
    why = f"handed back: {error_code}" if error_code else "its worker was told to stop"

    def write(job: Job) -> None:
        close_attempt(job, Outcome.RELEASED, error_code=error_code)
        return_or_end(job, code=FailureCode.INTERNAL, actor=WORKER, reason=why, may_end=False)

    settle(lease, write)


def note_outgoing(lease: Lease, keys: list[str]) -> None:
    """Keep the storage keys that this attempt is about to write. Raises LostLease."""

    def write(job: Job) -> None:
        Attempt.objects.filter(job=job, number=lease.number).update(outgoing=keys)

    lease.outgoing = keys
    settle(lease, write)


def settle(lease: Lease, write: Callable[[Job], None], *, permitted: bool = False) -> None:
    """Do `write` with the job's row locked and the fence held. Raises LostLease.

    `permitted`: only while every likeness in it may be used, which nobody changes until it is
    written; raises CapabilityRefused.
    """
    patiently(partial(_write, lease, write, permitted=permitted))


def _write(lease: Lease, write: Callable[[Job], None], *, permitted: bool) -> None:
    with transaction.atomic():
        job = Job.objects.filter(pk=lease.job_id).first() if permitted else None
        if job is not None:
            still_permitted(job)
        with lease.writing() as job:
            write(job)


def refuse_cancelled(job: Job) -> None:
    """Raises RenderCancelled where somebody asked the job to stop."""
    if job.cancel_requested_at is not None:
        raise RenderCancelled
