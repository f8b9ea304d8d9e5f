"""The end of somebody's protection: the key first, then all that it sealed. In the likeness
process; may be killed anywhere, and is asked again until it is done."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from audit.services import record
from cameos.blocked import pictures
from cameos.blocked.states import OVER
from cameos.models import BlockedLikeness, CameoKey
from cameos.vault.gallery import refresh_all
from cameos.vault.recording import erase_recording
from lib.actors import Actor

WORKER = Actor.system("blocked")


def erase(likeness_id: UUID) -> None:
    """Do what is owed; a late message does nothing."""
    owed = BlockedLikeness.objects.filter(pk=likeness_id, state__in=sorted(OVER), erased_at=None)
    row = owed.first()
    if row is None:
        return
    erase_keys(row.pk)
    refresh_all()
    pictures.erase(row.picture_keys)
    with transaction.atomic():
        if owed.update(erased_at=timezone.now(), picture_keys=[]):
            record("cameos.blocked.erased", actor=WORKER, target=row.public_id)


def erase_keys(likeness_id: UUID) -> None:
    """Safe to do again."""
    for key_id in CameoKey.objects.filter(blocked_id=likeness_id).values_list("pk", flat=True):
        erase_recording(key_id, actor=WORKER)
