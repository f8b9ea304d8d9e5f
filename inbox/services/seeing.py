"""What somebody had before their eyes, and when (T6)."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from inbox.models import PersonLog, SeenMark
from lib.errors import DomainError, ErrorCode


def mark_seen(*, person: User, upto: int) -> None:
    """All notifications up to a number were shown to them. What was marked further stays so, and
    the time of the first mark is kept. Raises DomainError `invalid` for a number of no event."""
    with transaction.atomic():
        mine = PersonLog.objects.filter(pk=person.pk)
        if not mine.filter(last__gte=upto).exists():
            raise DomainError(ErrorCode.INVALID, _("There is no such notification."), attr="upto")
        # Two devices at once: each moves it further or not at all.
        if mine.filter(seen__lt=upto).update(seen=upto):
            SeenMark.objects.create(person_id=person.pk, upto=upto)
