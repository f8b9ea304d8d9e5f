"""What a look at a film found about child safety outlasts the job, whoever stops it, deletes the
draft or leaves; and so does a film that was taken down, unless somebody in it takes their consent
back."""

from django.db.models import Q

from generation.models import Asset, AssetKind, Job, Outcome
from generation.services.endings import end_cancelled
from generation.services.verdicts import is_closed_to_reviewers
from generation.stages import Stage
from generation.states import JobState
from generation.work.claiming import WORKER, close_attempt
from moderation.services.child_safety import was_found_child_safety

# To its maker and to those in it such a job is like any other that ended without a film.
STOPPED = frozenset({JobState.CANCELLED, JobState.FAILED})
THE_FILM = frozenset({AssetKind.MASTER, AssetKind.VIDEO})
# By where a file is bound for, as `Asset.bound_for` says: it may still lie under another key.
IN_QUARANTINE = (
    Q(then_to="quarantine")
    | Q(then_to="", moving_to__startswith="quarantine/")
    | Q(then_to="", moving_to="", storage_key__startswith="quarantine/")
)


def is_kept_as_evidence(job: Job) -> bool:
    """Whether a job was stopped or given up whose film lies in quarantine for what it shows: it
    stays there as long as that of a refused one."""
    return job.state in STOPPED and _is_in_quarantine(job) and _was_found(job)


def outlasts_erasure(job: Job) -> bool:
    """Whether its film stays in quarantine for its time though its maker wants it gone. Why staff
    took one down this room does not know, so each stays: it may be what no detector saw."""
    if not _is_in_quarantine(job):
        return False
    if job.state == JobState.REFUSED:
        return is_closed_to_reviewers(job) or _was_found(job)
    return job.state == JobState.COMPLETED or is_kept_as_evidence(job)


def outlasts_revocation(job: Job) -> bool:
    """Whether it stays for its time though somebody in it took their consent back: nobody destroys
    by that what may be evidence of a matter of child safety."""
    refused = job.state == JobState.REFUSED and is_closed_to_reviewers(job)
    return refused or is_kept_as_evidence(job)


def end_stopped(job: Job) -> None:
    """As if nothing had been found in it. In the caller's transaction, after its scan is kept."""
    close_attempt(job, Outcome.CANCELLED)
    end_cancelled(job, actor=WORKER, reason="stopped as asked")


def _is_in_quarantine(job: Job) -> bool:
    """Or on its way there."""
    return Asset.objects.filter(IN_QUARANTINE, job=job, kind__in=sorted(THE_FILM)).exists()


def _was_found(job: Job) -> bool:
    return was_found_child_safety(job.public_id, stage=Stage.INSPECT)
