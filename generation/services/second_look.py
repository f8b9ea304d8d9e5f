"""The monitor's look at the words of a job: asked for beside rendering, owed before it leaves."""

from datetime import timedelta

from django.db.models.functions import Now

from generation import tasks
from generation.models import Job
from generation.states import JobState
from lib.outbox.services import enqueue
from moderation.models import Scan
from moderation.monitor.client import is_configured
from moderation.monitor.evidence import STAGE

# While it is there, what the monitor finds stops the job at once.
BESIDE = frozenset({JobState.SCREENED, JobState.PREPARING, JobState.QUEUED, JobState.RENDERING})
AGAIN_AFTER = timedelta(minutes=5)  # above what a question may take, with its wait in the queue


def ask_beside(job: Job) -> None:
    """Owe the monitor a message, in the commit of the one to the renderer; none without need."""
    needed = is_owed(job)
    Job.objects.filter(pk=job.pk).update(second_look_at=Now() + AGAIN_AFTER if needed else None)
    if needed:
        enqueue(tasks.monitor_job, job.pk)


def is_owed(job: Job) -> bool:
    """Whether there is a monitor, and no scan of its about this job."""
    return is_configured() and words_scan(job) is None


def words_scan(job: Job) -> Scan | None:
    """The monitor's newest scan of the job's words."""
    scans = Scan.objects.filter(subject=job.public_id, stage=STAGE).order_by("-id")
    return scans.prefetch_related("findings").first()
