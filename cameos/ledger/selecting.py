"""Reading is authorising: what is missing and what is somebody else's are one answer."""

from uuid import UUID

from django.db.models import QuerySet

from accounts.models import User
from cameos.models import Cameo, ConsentEntry
from lib.errors import NotFound


def entries_for(viewer: User, cameo_id: UUID) -> QuerySet[ConsentEntry]:
    """Of one's own cameo, in whatever state it is. Raises NotFound."""
    if not Cameo.objects.filter(pk=cameo_id, owner=viewer).exists():
        raise NotFound
    return ConsentEntry.objects.filter(cameo_id=cameo_id)


def entry_for(viewer: User, cameo_id: UUID, entry_id: UUID) -> ConsentEntry:
    """One of them. Raises NotFound."""
    entry = entries_for(viewer, cameo_id).filter(pk=entry_id).first()
    if entry is None:
        raise NotFound
    return entry
