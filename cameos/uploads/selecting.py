"""Fetching is authorising: one's own alone."""

from uuid import UUID

from django.db.models import QuerySet

from accounts.models import User
from cameos.models import ReferenceImage
from cameos.uploads.states import GONE, ReferenceState
from lib.selecting import one_of


def reference_of(viewer: User, reference_id: UUID) -> ReferenceImage:
    """One's own, a refused one too: it says why. Raises NotFound."""
    mine = ReferenceImage.objects.filter(owner=viewer).exclude(state__in=sorted(GONE))
    return one_of(mine, reference_id)


def unseen() -> QuerySet[ReferenceImage]:
    """What was sent in and nobody has looked at."""
    return ReferenceImage.objects.filter(state=ReferenceState.PENDING, kept_key="")
