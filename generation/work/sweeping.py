"""What the clock does every few seconds, and once a day."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Greatest, Now

from generation import tasks
from generation.limits import LEFTOVERS_AFTER, RESEND_AFTER
from generation.models import Job
from generation.services.requeue import send_to_worker
from generation.states import SETTLED, WAITING, WORKING
from generation.work.claiming import take_back
from generation.work.holding import forget_refused
from inbox.services import forget_old as forget_old_events
from lib.idempotency.services import forget_expired
from lib.outbox.services import enqueue, forget_sent, send_unsent

log = structlog.get_logger(__name__)

BATCH = 200


def sweep_all() -> None:
    """Every repair, each on its own: one that fails keeps no other from being done."""
    for repair in (send_unsent, take_back_lapsed, resend_waiting):
        _on_its_own(repair)


def take_back_lapsed() -> int:
    """Return jobs of silent workers to their queues. Returns how many."""
    lapsed = Job.objects.filter(state__in=sorted(WORKING), leased_until__lt=Now())
    return _each(lapsed.order_by("leased_until"), take_back)


def resend_waiting() -> int:
    """Send the messages of jobs that have waited for too long. Returns how many."""
    due = Job.objects.filter(state__in=sorted(WAITING), resend_at__lt=Now())
    return _each(due.order_by("resend_at"), _resend)


def forget_old() -> None:
    """Rows that are past their time, in this room's name and in that of lib and inbox."""
    for forget in FORGETTING:
        _on_its_own(forget)


def remind_of_erasures() -> int:
    """Jobs that should be gone for an hour and are not: ask again. Returns how many."""
    due = Job.objects.filter(
        erase_requested_at__lt=Now() - LEFTOVERS_AFTER, state__in=sorted(SETTLED)
    )
    return _each(due.order_by("erase_requested_at"), _remind)


def _each(jobs: QuerySet[Job], repair: Callable[[UUID], bool]) -> int:
    repaired = 0
    for job_id in list(jobs.values_list("pk", flat=True)[:BATCH]):
        repaired += _on_its_own(partial(repair, job_id))
    return repaired


def _resend(job_id: UUID) -> bool:
    """The next message comes after as long again as the job has waited, at least a minute."""
    with transaction.atomic():
        due = Job.objects.filter(pk=job_id, state__in=sorted(WAITING), resend_at__lt=Now())
        job = due.select_for_update(skip_locked=True).first()
        if job is None:
            return False
        Job.objects.filter(pk=job.pk).update(
            resend_at=Greatest(Now() + RESEND_AFTER, Now() + (Now() - F("waiting_since")))
        )
        send_to_worker(job)
    return True


def _remind(job_id: UUID) -> bool:
    with transaction.atomic():
        enqueue(tasks.tidy_job, job_id)
    return True


def _on_its_own(repair: Callable[[], int]) -> int:
    try:
        return int(repair())
    except Exception as error:  # noqa: BLE001 - one row that breaks must not keep the rest broken
        log.error("repair_failed", error=type(error).__name__)
        return 0


FORGETTING = (
    forget_sent,
    forget_expired,
    forget_old_events,
    remind_of_erasures,
    forget_refused,
)
