"""Files that belong to nothing, found by the rows that announced them or by their folder; and what
lies where it would become one."""

from collections.abc import Callable, Iterable
from functools import partial
from uuid import UUID

import structlog
from django.db.models import Q
from django.utils import timezone

from generation.limits import LEFTOVERS_AFTER
from generation.models import Asset, AssetKind, Attempt, Job
from generation.services.files import rehouse
from generation.states import SETTLED
from generation.work.each import do_each, name_of
from lib.repairs import repair_each
from lib.signed_media import NOT_DONE, changed_at, delete, delete_below, folders, sweep_unfinished

log = structlog.get_logger(__name__)

BATCH = 500
KEPT_BEFORE = "work/kept/"
AREA = "work"


def remove_unclaimed(keys: Iterable[str]) -> int:
    """Delete those of these objects that no asset claims. Returns of how many it saw to that.

    Keys are random and belong to one attempt, so what it has not claimed nobody ever will.
    """
    wanted = set(keys)
    claimed = Asset.objects.filter(storage_key__in=wanted).values_list("storage_key", flat=True)
    unclaimed = sorted(wanted - set(claimed))
    do_each(partial(delete, key) for key in unclaimed)
    return len(unclaimed)


def remove_work_folder(job: Job) -> None:
    """Remove a job's masters. Safe to do again."""
    remove_folder(job.work_folder)


def remove_folder(prefix: str) -> None:
    """All below it; what cannot be removed now is left to the sweeper. Safe to do again."""
    try:
        delete_below(prefix)
    except NOT_DONE as error:
        log.warning("folder_left_to_the_sweeper", error=name_of(error))


def remove_leftovers() -> int:
    """What attempts that ended an hour ago left behind. Returns how many things it saw to."""
    return sum(_as_far_as_it_goes(step) for step in (_of_attempts, _of_folders, _unfinished))


def rehouse_kept() -> int:
    """Masters that a worker of before put where the store empties by the clock: they are owed a
    move. Returns how many."""
    there = Q(storage_key__startswith=KEPT_BEFORE, moving_to="")
    on_the_way = Q(moving_to__startswith=KEPT_BEFORE, then_to="")
    masters = Asset.objects.filter(there | on_the_way, kind=AssetKind.MASTER)
    return repair_each(masters, rehouse, by="created_at")


def _as_far_as_it_goes(step: Callable[[], int]) -> int:
    """Of a store that refuses one thing the others are asked; the next hour asks again."""
    try:
        return step()
    except NOT_DONE as error:
        log.error("leftovers_left", step=step.__name__, error=name_of(error))
        return 0


def _unfinished() -> int:
    return sweep_unfinished(older_than=LEFTOVERS_AFTER)


def _of_attempts() -> int:
    before = timezone.now() - LEFTOVERS_AFTER
    ended = Attempt.objects.filter(ended_at__lt=before).exclude(outgoing=[])
    removed = 0
    for attempt in ended.order_by("ended_at")[:BATCH]:
        try:
            removed += remove_unclaimed(attempt.outgoing)
        except NOT_DONE as error:
            log.error("outgoing_left", attempt=attempt.pk, error=name_of(error))
        else:
            Attempt.objects.filter(pk=attempt.pk).update(outgoing=[])
    return removed


def _of_folders() -> int:
    left_over = [folder for folder in folders(AREA) if _is_left_over(folder)]
    for prefix in left_over:
        remove_folder(prefix)
    return len(left_over)


def _is_left_over(folder: str) -> bool:
    """What lies in it is looked at only where its job needs none of it."""
    try:
        job_id = UUID(hex=folder.rpartition("/")[2])
    except ValueError:
        return False  # another room's
    if Job.objects.filter(pk=job_id).exclude(state__in=sorted(SETTLED)).exists():
        return False
    changed = changed_at(folder)
    return changed is not None and changed < timezone.now() - LEFTOVERS_AFTER
