"""Reading is authorising: what is missing and what is somebody else's are one answer."""

from uuid import UUID

from django.db.models import QuerySet

from accounts.models import User
from cameos.models import Cameo, Enrolment
from cameos.states import TERMINAL, CameoState
from lib.errors import NotFound

GONE = TERMINAL | {CameoState.ERASING}


def cameos_of(viewer: User) -> QuerySet[Cameo]:
    """One's own, but those that were erased."""
    return Cameo.objects.filter(owner=viewer).exclude(state__in=sorted(GONE))


def enrolment_for(viewer: User, *, enrolment_id: UUID) -> Enrolment:
    """One's own alone. Raises NotFound."""
    rows = Enrolment.objects.select_related("release")
    found = rows.filter(pk=enrolment_id, owner=viewer).first()
    if found is None:
        raise NotFound
    return found
