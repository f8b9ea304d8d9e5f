from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

# Long enough for a mail that comes late; nobody can sit on an address or handle for longer.
UNCONFIRMED_KEPT = timedelta(days=1)
# Just longer than one address waits for its next mail (`confirm_email` in allauth_settings.py),
# so that whoever replaces a sign-up can also be sent a code.
UNDISTURBED = timedelta(seconds=11)


def abandoned() -> Q:
    """`User` rows of sign-ups that are to be forgotten, and stand in nobody's way any more."""
    return _older_than(UNCONFIRMED_KEPT)


def replaceable() -> Q:
    """Those that give way to another sign-up with the same address."""
    return _older_than(UNDISTURBED)


def _older_than(age: timedelta) -> Q:
    return Q(joined_at=None, deleted_at=None, created_at__lt=timezone.now() - age)
