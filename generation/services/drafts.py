from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.services import record
from audit.tombstones.leaving import leave_tombstone
from cameos.capabilities.showing import note_gone
from generation import notices
from generation.events import DraftDeleted
from generation.keeping import is_kept
from generation.limits import DRAFT_KEPT
from generation.models import Draft, WhyErased
from generation.services.erasures import owe_erasure
from lib.actors import Actor
from lib.errors import NotFound
from lib.events import publish
from lib.idempotency.services import forget_about

CLOCK = Actor.system("clock")
STORE = Actor.system("store")
REPLAY = Actor.system("tombstones")


def delete_draft(*, draft: Draft, by: User) -> None:
    """Nobody sees it from here on; its files follow within moments. Raises NotFound."""
    if draft.owner_id != by.pk:
        raise NotFound
    with transaction.atomic():
        if not Draft.objects.filter(pk=draft.pk, deleted_at=None).update(deleted_at=timezone.now()):
            raise NotFound
        _follow(draft, actor=Actor.person(by.pk), action="generation.draft.deleted")


def keep_draft(*, draft: Draft, by: User) -> Draft:
    """It stays as long again, from now on. Raises NotFound."""
    if draft.owner_id != by.pk:
        raise NotFound
    with transaction.atomic():
        mine = Draft.objects.filter(pk=draft.pk, deleted_at=None)
        if not mine.update(expires_at=timezone.now() + DRAFT_KEPT, reminded_at=None):
            raise NotFound
        record("generation.draft.kept", actor=Actor.person(by.pk), target=draft.public_id)
    return Draft.objects.get(pk=draft.pk)


def expire(draft: Draft) -> None:
    """It goes by itself, as if its maker had deleted it. The caller holds the lock on its row."""
    if is_kept_now(draft):
        return
    draft.deleted_at = timezone.now()
    draft.save(update_fields=["deleted_at"])
    _follow(draft, actor=CLOCK, action="generation.draft.expired")


def lose_draft(job_id: UUID) -> None:
    """Its film is gone by our fault, so it goes with what was published of it, and its maker is
    told; nothing where it is deleted already. In the caller's transaction."""
    drafts = Draft.objects.select_for_update(of=("self",)).select_related("job")
    draft = drafts.filter(job_id=job_id, deleted_at=None).first()
    if draft is None:
        return
    draft.deleted_at = timezone.now()
    draft.save(update_fields=["deleted_at"])
    forget_about(owner_id=draft.owner_id, ids=[draft.public_id, draft.job.public_id])
    _follow(draft, actor=STORE, action="generation.draft.lost")
    notices.tell_lost(draft)


def delete_again(draft_id: UUID) -> None:
    """It was deleted before, and came back with a copy of the database. Safe to do again."""
    with transaction.atomic():
        drafts = Draft.objects.select_for_update(of=("self",)).select_related("job")
        draft = drafts.filter(pk=draft_id, deleted_at=None).first()
        if draft is None:
            return
        draft.deleted_at = timezone.now()
        draft.save(update_fields=["deleted_at"])
        forget_about(owner_id=draft.owner_id, ids=[draft.public_id, draft.job.public_id])
        _follow(draft, actor=REPLAY, action="generation.draft.deleted")


def is_kept_now(draft: Draft) -> bool:
    """Asked under the lock on its row. Whoever found the row may have begun to look before somebody
    published it: that changes no row of theirs, and so is seen by a new statement alone."""
    return Draft.objects.filter(is_kept(), pk=draft.pk).exists()


def _follow(draft: Draft, *, actor: Actor, action: str) -> None:
    leave_tombstone("film", draft.pk)
    note_gone(draft.job_id)
    record(action, actor=actor, target=draft.public_id)
    publish(DraftDeleted(draft.pk, draft.job_id))
    owe_erasure(draft.job_id, why=WhyErased.DRAFT_DELETED)
