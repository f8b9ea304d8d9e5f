"""Reading is authorising: what is missing and what is somebody else's are one answer."""

from uuid import UUID

from django.db.models import QuerySet

from accounts.models import User
from cameos.models import Cameo, ConsentEntry
from lib.selecting import one_of


def entries_for(viewer: User, cameo_id: UUID) -> QuerySet[ConsentEntry]:
    """Of one's own cameo, in whatever state it is. Raises NotFound."""
    cameo = one_of(Cameo.objects.filter(owner=viewer), cameo_id)
    return ConsentEntry.objects.filter(cameo_id=cameo.pk)


def entry_for(viewer: User, cameo_id: UUID, entry_id: UUID) -> ConsentEntry:
    """One of them. Raises NotFound."""
    return one_of(entries_for(viewer, cameo_id), entry_id)
