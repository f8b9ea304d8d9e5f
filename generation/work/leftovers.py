"""Files that belong to nothing: found by the rows that announced them, or by their folder."""

from collections.abc import Iterable
from uuid import UUID

import structlog
from django.utils import timezone

from generation.limits import LEFTOVERS_AFTER
from generation.models import Asset, Attempt, Job
from generation.states import SETTLED
from lib.signed_media import delete, delete_below, folders, sweep_unfinished
from lib.signed_media.base import Listed

log = structlog.get_logger(__name__)

BATCH = 500
AREA = "work"


def remove_unclaimed(keys: Iterable[str]) -> int:
    """Delete those of these objects that no asset claims. Returns how many there were.

    Keys are random and belong to one attempt, so what it has not claimed nobody ever will.
    """
    wanted = set(keys)
    claimed = Asset.objects.filter(storage_key__in=wanted).values_list("storage_key", flat=True)
    return sum(delete(key) for key in sorted(wanted - set(claimed)))


def remove_work_folder(job: Job) -> None:
    """Remove a job's masters. Safe to do again."""
    remove_folder(job.work_folder)


def remove_folder(prefix: str) -> None:
    """All below it; what cannot be removed now is left to the sweeper. Safe to do again."""
    try:
        delete_below(prefix)
    except OSError as error:
        log.warning("folder_left_to_the_sweeper", error=type(error).__name__)


def remove_leftovers() -> int:
    """What attempts that ended an hour ago left behind. Returns how many things went."""
    unfinished = sweep_unfinished(older_than=LEFTOVERS_AFTER)
    return _of_attempts() + _of_folders() + unfinished


def _of_attempts() -> int:
    before = timezone.now() - LEFTOVERS_AFTER
    ended = Attempt.objects.filter(ended_at__lt=before).exclude(outgoing=[])
    removed = 0
    for attempt in ended.order_by("ended_at")[:BATCH]:
        removed += remove_unclaimed(attempt.outgoing)
        Attempt.objects.filter(pk=attempt.pk).update(outgoing=[])
    return removed


def _of_folders() -> int:
    left_over = [folder.key for folder in folders(AREA) if _is_left_over(folder)]
    for prefix in left_over:
        remove_folder(prefix)
    return len(left_over)


def _is_left_over(folder: Listed) -> bool:
    try:
        job_id = UUID(hex=folder.key.rpartition("/")[2])
    except ValueError:
        return False  # another room's
    if folder.changed_at > timezone.now() - LEFTOVERS_AFTER:
        return False
    return not Job.objects.filter(pk=job_id).exclude(state__in=sorted(SETTLED)).exists()
