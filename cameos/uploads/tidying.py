"""Erasing what a picture leaves behind."""

from uuid import UUID

from django.utils import timezone

from cameos.models import ReferenceImage
from cameos.uploads.states import ReferenceState
from lib.signed_media import burn, delete

NOT_YET = frozenset({ReferenceState.AWAITING_FILE, ReferenceState.PENDING})


def tidy(reference_id: UUID) -> None:
    """The file as it came, once it was looked at; of what ended, all of it, and who signed it: what
    is kept as evidence is the file with its signature.

    Safe to do again, and to be killed within; a late message does nothing.
    """
    row = ReferenceImage.objects.filter(pk=reference_id, tidied_at=None).first()
    if row is None or row.state in NOT_YET:
        return
    burn(row.upload_key)
    if row.ended_at is None:
        return
    if row.kept_key:
        delete(row.kept_key)
    ended = ReferenceImage.objects.filter(pk=row.pk, ended_at=row.ended_at)
    ended.update(kept_key="", origin=None, tidied_at=timezone.now())
