"""The end of accounts whose owner is held to be under 13 and proved nothing else in time."""

from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import AgeBand, User
from accounts.services.deletion import delete_account
from lib.actors import Actor


def delete_unproven() -> int:
    """Delete everybody whose time for a proof ran out. How many."""
    due = User.objects.filter(_overdue()).values_list("pk", flat=True)
    return sum(_delete(which) for which in list(due))


def _overdue() -> Q:
    now = timezone.now()
    return Q(proof_due_at__lte=now, assured_band=AgeBand.UNDER_13, deleted_at=None)


def _delete(which: UUID) -> bool:
    """One person each transaction; asked again under the lock, for a proof may just have come."""
    with transaction.atomic():
        rows = User.objects.select_for_update(skip_locked=True)
        person = rows.filter(_overdue(), pk=which).first()
        if person is None:
            return False
        delete_account(person=person, actor=Actor.system("age"))
    return True
