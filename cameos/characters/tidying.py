"""Erasing what a character leaves behind in the clear."""

from uuid import UUID

from django.utils import timezone

from cameos.models import Character
from lib.ids import IdKind
from lib.signed_media import burn, delete
from moderation.services.reviews import open_subjects


def tidy(character_id: UUID) -> None:
    """Of one that is over, all of it; of one that stands, the pictures for whoever decided.

    Safe to do again, and to be killed within; a late message does nothing.
    """
    row = Character.objects.filter(pk=character_id, tidied_at=None).first()
    if row is None:
        return
    if row.state in row.state_graph.terminal:
        burn(row.upload_key)
        _delete(row.kept_key, row.sheet_key)
        now = timezone.now()
        Character.objects.filter(pk=row.pk).update(kept_key="", sheet_key="", tidied_at=now)
    elif row.public_id not in open_subjects(IdKind.CAMEO):
        _delete(row.sheet_key)
        Character.objects.filter(pk=row.pk).update(sheet_key="")


def files_of(row: Character) -> list[str]:
    """What of it lies in the clear, but the upload."""
    return [key for key in (row.kept_key, row.sheet_key) if key]


def _delete(*keys: str) -> None:
    for key in filter(None, keys):
        delete(key)
