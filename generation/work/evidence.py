"""What a look at a film found about child safety outlasts the job, whoever stops it."""

from generation.models import Asset, AssetKind, Job, Outcome
from generation.services.endings import end_cancelled
from generation.stages import Stage
from generation.states import JobState
from generation.work.claiming import WORKER, close_attempt
from moderation.services.child_safety import was_found_child_safety

# To its maker and to those in it such a job is like any other that ended without a film.
STOPPED = frozenset({JobState.CANCELLED, JobState.FAILED})


def is_kept_as_evidence(job: Job) -> bool:
    """Whether a job was stopped or given up whose film lies in quarantine for what it shows: it
    stays there as long as that of a refused one."""
    if job.state not in STOPPED:
        return False
    kept = Asset.objects.filter(
        job=job, kind=AssetKind.MASTER, storage_key__startswith="quarantine/"
    )
    return kept.exists() and was_found_child_safety(job.public_id, stage=Stage.INSPECT)


def end_stopped(job: Job) -> None:
    """As if nothing had been found in it. In the caller's transaction, after its scan is kept."""
    close_attempt(job, Outcome.CANCELLED)
    end_cancelled(job, actor=WORKER, reason="stopped as asked")
