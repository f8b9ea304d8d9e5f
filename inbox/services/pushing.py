"""Owing pushes, and letting go of those that nobody should get any more."""

from collections.abc import Iterable
from uuid import UUID

from django.utils import timezone

from inbox import tasks
from inbox.models import Push, PushDevice, PushOutcome
from inbox.models.push import WAITING
from inbox.notices import Category
from inbox.push.credentials import is_configured
from lib.outbox.services import enqueue


def owe(*, person_id: UUID, number: int, category: Category) -> None:
    """One push for each of their phones, in the caller's transaction."""
    if not is_configured():
        return
    for device_id in PushDevice.objects.filter(person_id=person_id).values_list("pk", flat=True):
        push = Push.objects.create(
            device_id=device_id, person_id=person_id, number=number, category=category.value
        )
        enqueue(tasks.push, push.pk)


def drop_of(*, device_ids: Iterable[UUID]) -> None:
    """Phones went: what waits for them goes too."""
    waiting = Push.objects.filter(device_id__in=list(device_ids), outcome__in=WAITING)
    waiting.update(outcome=PushOutcome.DROPPED, why="no_device", ended_at=timezone.now())


def look_again(*, person_id: UUID) -> None:
    """What limits them changed: whatever is held is weighed anew, at the next sweep."""
    held = Push.objects.filter(person_id=person_id, outcome=PushOutcome.HELD)
    held.update(next_try_at=timezone.now())
