from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.services import record
from cameos.capabilities.showing import note_gone
from generation import tasks
from generation.events import DraftDeleted
from generation.models import Draft
from lib.actors import Actor
from lib.errors import NotFound
from lib.events import publish
from lib.outbox.services import enqueue


def delete_draft(*, draft: Draft, by: User) -> None:
    """Nobody sees it from here on; its files follow within moments. Raises NotFound."""
    if draft.owner_id != by.pk:
        raise NotFound
    actor = Actor.person(by.pk)
    with transaction.atomic():
        if not Draft.objects.filter(pk=draft.pk, deleted_at=None).update(deleted_at=timezone.now()):
            raise NotFound
        note_gone(draft.job_id)
        record("generation.draft.deleted", actor=actor, target=draft.public_id)
        publish(DraftDeleted(draft.pk, draft.job_id))
        enqueue(tasks.erase_draft, draft.pk)
