"""Everything of one person at once."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.models.standings import stands_now
from audit.services import record
from generation import tasks
from generation.models import Draft, Job
from generation.services.cancel import stop
from generation.states import SETTLED
from lib.actors import Actor
from lib.idempotency.services import forget_owner
from lib.ids import IdKind, encode
from lib.outbox.services import enqueue

SYSTEM = Actor.system("accounts")


def stop_person(person_id: UUID) -> None:
    """Stop the live jobs of somebody who is still shut out, or leaving, when this is read."""
    if not User.objects.filter(stands_now(), pk=person_id).exists():
        _stop_all(person_id, reason="the account does not stand")


def erase_person(person_id: UUID) -> None:
    """Ask that every job of a deleted account ends and is erased. Safe to do again."""
    if User.objects.filter(pk=person_id, deleted_at=None).exists():
        return
    now = timezone.now()
    with transaction.atomic():
        Draft.objects.filter(owner_id=person_id, deleted_at=None).update(deleted_at=now)
        Job.objects.filter(owner_id=person_id, erase_requested_at=None).update(
            erase_requested_at=now
        )
        record(
            "generation.person.erasure_requested",
            actor=SYSTEM,
            target=encode(IdKind.USER, person_id),
        )
        forget_owner(person_id)  # stored answers repeat what was asked for
    _stop_all(person_id, reason="the account was deleted")
    with transaction.atomic():
        for job_id in Job.objects.filter(owner_id=person_id).values_list("pk", flat=True):
            enqueue(tasks.tidy_job, job_id)


def _stop_all(person_id: UUID, *, reason: str) -> None:
    for job in Job.objects.filter(owner_id=person_id).exclude(state__in=sorted(SETTLED)):
        stop(job=job, actor=SYSTEM, reason=reason)
