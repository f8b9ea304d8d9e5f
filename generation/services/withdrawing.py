from django.db import transaction
from django.utils import timezone

from audit.services import record
from audit.tombstones.leaving import leave_tombstone
from generation import notices
from generation.events import FilmWithdrawn
from generation.models import Draft, Job
from lib.actors import Actor
from lib.events import publish
from lib.idempotency.services import forget_about

CONSENT = Actor.system("consent")


def withdraw_draft(job: Job) -> None:
    """The draft of a film in which somebody took their consent back, and what was published of it,
    is deleted, its maker told, and no answer that was kept shows it. Safe to do again."""
    with transaction.atomic():
        rows = Draft.objects.select_for_update(of=("self",)).select_related("job")
        draft = rows.filter(job=job, deleted_at=None).first()
        if draft is None:
            return
        Draft.objects.filter(pk=draft.pk).update(deleted_at=timezone.now())
        forget_about(owner_id=job.owner_id, ids=[draft.public_id, job.public_id])
        leave_tombstone("film", draft.pk)
        record("generation.draft.withdrawn", actor=CONSENT, target=draft.public_id)
        publish(FilmWithdrawn(draft.pk, job.pk))
        notices.tell_withdrawn(draft)
