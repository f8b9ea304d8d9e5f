"""Time passes for jobs that are held."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from generation.models import Job
from generation.work.holding import sweep_holds


def now_is(job: Job, *, held_for: timedelta) -> None:
    """The job was held so long ago, and is due to be looked at."""
    then = timezone.now() - held_for
    Job.objects.filter(pk=job.pk).update(held_since=then, rescan_at=then)


def sweep(as_worker: Any) -> None:
    with as_worker():
        sweep_holds()
