from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.reasons import stated
from audit.services import record
from generation.models import Job
from generation.services.endings import end_cancelled
from generation.states import WAITING, JobState
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode, NotFound


def cancel(*, job: Job, by: User, why: str | None = None) -> Job:
    """Stop a job: at once while it waits, at its worker's next look while it is worked on.

    Doing it again changes nothing. Raises NotFound for whoever may not, and DomainError
    `already_finished` when there is a draft or a failure already. `why` is the code of
    staff's reason.
    """
    if job.owner_id != by.pk and not by.has_perm("generation.cancel_job"):
        raise NotFound
    stopped = stop(job=job, actor=Actor.person(by.pk), reason="cancelled by a person", why=why)
    if stopped.is_finished and stopped.state != JobState.CANCELLED:
        raise DomainError(
            ErrorCode.ALREADY_FINISHED, _("This has already ended and cannot be cancelled.")
        )
    return stopped


def stop(*, job: Job, actor: Actor, reason: str, why: str | None = None) -> Job:
    """The same for those who need not ask; a finished job is left as it is. Returns it re-read."""
    with transaction.atomic():
        current = Job.objects.select_for_update().get(pk=job.pk)
        if current.state in WAITING | {JobState.HELD}:
            end_cancelled(current, actor=actor, reason=reason, why=why)
        elif not current.is_finished and current.cancel_requested_at is None:
            current.cancel_requested_at = timezone.now()
            current.save(update_fields=["cancel_requested_at"])
            record(
                "generation.job.cancel_requested",
                actor=actor,
                target=current.public_id,
                **stated(why),
            )
    return current
