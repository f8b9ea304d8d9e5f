"""What the clock does every few seconds, and once a day."""

from collections.abc import Callable

import structlog
from django.db.models import F
from django.db.models.functions import Greatest, Now

from generation import tasks
from generation.limits import LEFTOVERS_AFTER, RESEND_AFTER
from generation.models import Job
from generation.services.requeue import send_to_worker
from generation.services.second_look import BESIDE, ask_beside
from generation.states import SETTLED, WAITING, WORKING
from generation.work.claiming import take_back
from generation.work.forgotten import end_forgotten, end_undrawable
from generation.work.holding import forget_refused
from inbox.services import forget_old as forget_old_events
from lib.idempotency.services import forget_expired
from lib.outbox.services import enqueue, forget_sent, send_unsent
from lib.repairs import repair_each

log = structlog.get_logger(__name__)


def sweep_all() -> None:
    """Every repair, each on its own: one that fails keeps no other from being done."""
    repairs = (
        *(send_unsent, take_back_lapsed, resend_waiting, look_again_beside),
        *(end_forgotten, end_undrawable),
    )
    for repair in repairs:
        _on_its_own(repair)


def take_back_lapsed() -> int:
    """Return jobs of silent workers to their queues. Returns how many."""
    lapsed = Job.objects.filter(state__in=sorted(WORKING), leased_until__lt=Now())
    return repair_each(lapsed, _take_back, by="leased_until")


def resend_waiting() -> int:
    """Send the messages of jobs that have waited for too long. Returns how many."""
    due = Job.objects.filter(state__in=sorted(WAITING), resend_at__lt=Now())
    return repair_each(due, _resend, by="resend_at")


def look_again_beside() -> int:
    """Ask again for the checks beside rendering whose message was lost, or that were not answered.
    Returns how many."""
    due = Job.objects.filter(second_look_at__lt=Now(), state__in=sorted(BESIDE))
    return repair_each(due, ask_beside, by="second_look_at")


def forget_old() -> None:
    """Rows that are past their time, in this room's name and in that of lib and inbox."""
    for forget in FORGETTING:
        _on_its_own(forget)


def remind_of_erasures() -> int:
    """Jobs that should be gone for an hour and are not: ask again. Returns how many."""
    due = Job.objects.filter(
        erase_requested_at__lt=Now() - LEFTOVERS_AFTER, state__in=sorted(SETTLED)
    )
    return repair_each(due, _remind, by="erase_requested_at")


def _take_back(job: Job) -> None:
    take_back(job.pk)


def _resend(job: Job) -> None:
    """The next message comes after as long again as the job has waited, at least a minute."""
    Job.objects.filter(pk=job.pk).update(
        resend_at=Greatest(Now() + RESEND_AFTER, Now() + (Now() - F("waiting_since")))
    )
    send_to_worker(job)


def _remind(job: Job) -> None:
    enqueue(tasks.tidy_job, job.pk)


def _on_its_own(repair: Callable[[], int]) -> int:
    try:
        return int(repair())
    except Exception as error:  # noqa: BLE001 - one that fails keeps no other from being done
        log.error("repair_failed", error=type(error).__name__)
        return 0


FORGETTING = (
    forget_sent,
    forget_expired,
    forget_old_events,
    remind_of_erasures,
    forget_refused,
)
