"""Files that belong to nothing: found by the rows that announced them, or by their folder."""

import shutil
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from generation.limits import LEFTOVERS_AFTER
from generation.models import Asset, Attempt, Job
from generation.states import SETTLED
from lib.signed_media import delete
from lib.signed_media.keys import AREAS

BATCH = 500


def remove_unclaimed(keys: Iterable[str]) -> int:
    """Delete those of these objects that no asset claims. Returns how many there were.

    Keys are random and belong to one attempt, so what it has not claimed nobody ever will.
    """
    wanted = set(keys)
    claimed = Asset.objects.filter(storage_key__in=wanted).values_list("storage_key", flat=True)
    return sum(delete(key) for key in sorted(wanted - set(claimed)))


def remove_work_folder(job: Job) -> None:
    """Remove a job's masters. Safe to do again."""
    shutil.rmtree(_area() / job.work_folder.partition("/")[2], ignore_errors=True)


def remove_leftovers() -> int:
    """What attempts that ended an hour ago left behind. Returns how many things went."""
    return _of_attempts() + _of_folders() + _of_writing()


def _of_writing() -> int:
    """Half-written objects of killed workers: their names begin with a dot, and no row knows."""
    removed, before = 0, timezone.now().timestamp() - LEFTOVERS_AFTER.total_seconds()
    for area in AREAS:
        for path in (Path(settings.MEDIA_DIR) / area).rglob(".*"):
            if path.is_file() and path.stat().st_mtime < before:
                path.unlink(missing_ok=True)
                removed += 1
    return removed


def _of_attempts() -> int:
    before = timezone.now() - LEFTOVERS_AFTER
    ended = Attempt.objects.filter(ended_at__lt=before).exclude(outgoing=[])
    removed = 0
    for attempt in ended.order_by("ended_at")[:BATCH]:
        removed += remove_unclaimed(attempt.outgoing)
        Attempt.objects.filter(pk=attempt.pk).update(outgoing=[])
    return removed


def _of_folders() -> int:
    removed = 0
    area = _area()
    for folder in area.iterdir() if area.is_dir() else ():
        if _is_left_over(folder):
            shutil.rmtree(folder, ignore_errors=True)
            removed += 1
    return removed


def _is_left_over(folder: Path) -> bool:
    try:
        job_id = UUID(hex=folder.name)
    except ValueError:
        return False  # another room's
    age = timezone.now().timestamp() - folder.stat().st_mtime
    if age < LEFTOVERS_AFTER.total_seconds():
        return False
    return not Job.objects.filter(pk=job_id).exclude(state__in=sorted(SETTLED)).exists()


def _area() -> Path:
    return Path(settings.MEDIA_DIR) / "work"
