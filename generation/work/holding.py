"""What becomes of held jobs as time goes by, and of refused bytes."""

from collections.abc import Callable
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from audit.services import record
from generation.failures import FailureCode
from generation.holds import PERSON_AFTER, QUARANTINED_FOR, REMOVED_AFTER, HoldReason
from generation.limits import RESEND_AFTER
from generation.models import Asset, Job
from generation.services.endings import end_failed
from generation.services.requeue import send_to_worker
from generation.services.verdicts import ask_person
from generation.stages import STATES, Stage
from generation.states import JobState
from generation.work.erasure import remove_assets
from lib.actors import Actor
from lib.ids import IdKind, decode
from lib.states import advance
from moderation.models import Cause
from moderation.services.reviews import open_subjects

log = structlog.get_logger(__name__)

KEEPER = Actor.system("keeper")
BATCH = 100


def sweep_holds() -> None:
    """Every repair, each on its own."""
    now = timezone.now()
    held = Job.objects.filter(state=JobState.HELD)
    _each(held.filter(held_since__lt=now - REMOVED_AFTER).order_by("held_since"), _give_up)
    _each(held.filter(rescan_at__lt=Now()).order_by("rescan_at"), _look_again)
    unasked = held.filter(held_for=HoldReason.UNASSESSED, held_since__lt=now - PERSON_AFTER)
    _each(unasked.exclude(pk__in=_asked()).order_by("held_since"), _ask)


def forget_refused() -> int:
    """Delete what lay in quarantine for its time and is not disputed. Returns how many jobs."""
    old = Job.objects.filter(
        state=JobState.REFUSED, finished_at__lt=timezone.now() - QUARANTINED_FOR
    )
    has_bytes = Exists(Asset.objects.filter(job=OuterRef("pk")))
    return _each(old.filter(has_bytes).exclude(pk__in=_asked()).order_by("finished_at"), _forget)


def _asked() -> list[UUID]:
    """Jobs about which a person has been asked and has not decided."""
    return [decode(IdKind.GENERATION, subject) for subject in open_subjects(IdKind.GENERATION)]


def _give_up(job: Job) -> bool:
    """A week is over: removed, and the quota given back (law 1)."""
    code = FailureCode.INTERNAL if job.held_for == HoldReason.UNSEALED else FailureCode.NOT_ASSESSED
    end_failed(job, code=code, actor=KEEPER, reason="held for a week")
    return True


def _look_again(job: Job) -> bool:
    advance(
        job,
        to=STATES[Stage(job.held_stage)].waiting,
        actor=KEEPER,
        reason="looked at again",
        rescan_at=None,
        waiting_since=Now(),
        resend_at=Now() + RESEND_AFTER,
    )
    send_to_worker(job)
    return True


def _ask(job: Job) -> bool:
    ask_person(job, cause=Cause.UNASSESSED, category="", actor=KEEPER)
    return True


def _forget(job: Job) -> bool:
    remove_assets(job)
    record("generation.job.quarantine_emptied", actor=KEEPER, target=job.public_id)
    return True


def _each(jobs: QuerySet[Job], repair: Callable[[Job], bool]) -> int:
    repaired = 0
    for job_id in list(jobs.values_list("pk", flat=True)[:BATCH]):
        repaired += _one(job_id, jobs, repair)
    return repaired


def _one(job_id: UUID, jobs: QuerySet[Job], repair: Callable[[Job], bool]) -> bool:
    """Under the row's lock, and only while it still is what was looked for."""
    try:
        with transaction.atomic():
            job = jobs.select_for_update(skip_locked=True, of=("self",)).filter(pk=job_id).first()
            return job is not None and repair(job)
    except Exception as error:  # noqa: BLE001 - one job must not keep the others held
        log.error("hold_repair_failed", error=type(error).__name__)
        return False
