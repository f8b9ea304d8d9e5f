from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from accounts.models import User
from audit.reasons import stated
from audit.services import record
from generation import tasks
from generation.limits import RESEND_AFTER
from generation.models import Job
from generation.services.turns import turn_for
from generation.stages import Stage, stage_of
from generation.states import WAITING, JobState
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode, StaleState
from lib.outbox.services import enqueue
from lib.states import advance


def requeue(*, job: Job, by: User, why: str | None = None) -> Job:
    """Send a waiting job's message again at once, for staff who do not wait for the sweeper.

    A job that a worker holds comes back by itself when its lease runs out: StaleState.
    `why` is the code of staff's reason.
    """
    if not by.has_perm("generation.requeue_job"):
        raise DomainError(ErrorCode.PERMISSION_DENIED, "You may not requeue jobs.")
    with transaction.atomic():
        current = Job.objects.select_for_update().get(pk=job.pk)
        if current.state not in WAITING:
            raise StaleState("Only a waiting job can be sent again.")
        Job.objects.filter(pk=current.pk).update(resend_at=Now() + RESEND_AFTER, rests_until=None)
        by_staff = Actor.person(by.pk)
        record("generation.job.requeued", actor=by_staff, target=current.public_id, **stated(why))
        send_to_worker(current)
    return current


def wait(job: Job, *, to: JobState, actor: Actor, reason: str, **changes: Any) -> None:
    """To where it waits for a stage, with its message. The caller holds the lock on the job's row.
    Raises StaleState."""
    if to == JobState.QUEUED and job.turn is None:
        changes["turn"] = turn_for(job)
    advance(job, to=to, actor=actor, reason=reason, **waiting(RESEND_AFTER), **changes)
    send_to_worker(job)


def waiting(pause: timedelta) -> dict[str, Any]:
    """Of a job that no worker has; after `pause` its message is sent again."""
    return {
        "leased_until": None,
        "waiting_since": Now(),
        "resend_at": Now() + pause,
        "rests_until": None,
    }


def send_to_worker(job: Job) -> None:
    """Owe the queue of the stage that `job` waits for a message."""
    enqueue(_QUEUES[stage_of(job.state)], job.pk)


_QUEUES = {
    Stage.SCREEN: tasks.screen_job,
    Stage.PREPARE: tasks.prepare_job,
    Stage.RENDER: tasks.render_job,
    Stage.INSPECT: tasks.inspect_job,
    Stage.LIKENESS: tasks.identify_job,
    Stage.FINISH: tasks.finish_job,
}
