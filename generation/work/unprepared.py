from generation.failures import FailureCode
from generation.limits import MAX_ATTEMPTS
from generation.models import Job, Outcome
from generation.services.endings import end_failed
from generation.services.requeue import wait
from generation.states import JobState
from generation.work.claiming import WORKER, attempts_used, close_attempt
from generation.work.lease import Lease
from generation.work.settling import refuse_cancelled, settle


def unprepared(lease: Lease) -> None:
    """The pictures that a render needs are gone: made anew, as often as a stage is tried.

    It counts as a try of the render, or two machines that share no folder would go on for ever.
    Raises RenderCancelled, LostLease.
    """
    settle(lease, lambda job: _write(job, lease))


def _write(job: Job, lease: Lease) -> None:
    refuse_cancelled(job)
    close_attempt(job, Outcome.FAILED, error_code="references_missing")
    if attempts_used(job, lease.stage) >= MAX_ATTEMPTS:
        end_failed(job, code=FailureCode.INTERNAL, actor=WORKER, reason="attempts used up")
        return
    wait(job, to=JobState.SCREENED, actor=WORKER, reason="its pictures are gone")
