from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

# Long enough for a mail that comes late; nobody can sit on an address or handle for longer.
UNCONFIRMED_KEPT = timedelta(days=1)


def unconfirmed() -> Q:
    """`User` rows of sign-ups whose e-mail address nobody confirmed."""
    return Q(joined_at=None, deleted_at=None)


def abandoned() -> Q:
    """Those of them that are to be forgotten, and stand in nobody's way any more."""
    return unconfirmed() & Q(created_at__lt=timezone.now() - UNCONFIRMED_KEPT)
