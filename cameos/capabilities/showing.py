"""Showing a finished film to others: consent is asked once more, under the lock (C10)."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cameos.capabilities.tokens import CapabilityRefused
from cameos.capabilities.using import fault_of
from cameos.locking import hold
from cameos.models import Capability
from cameos.permissions.terms import Cap
from lib.errors import DomainError, ErrorCode


def may_be_shown(film_id: UUID) -> None:
    """Whether everybody in this film lets it be shown to others now; nobody withdraws that until
    the caller's transaction ends.

    Raises CapabilityRefused (`consent_ended`, never whose and why), or DomainError
    `not_publishable` where somebody in it keeps it a draft.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("a check holds until its transaction ends")
    of_film = Capability.objects.filter(film_id=film_id)
    hold(of_film.values_list("cameo_id", flat=True))
    now, consents = timezone.now(), list(of_film.order_by("cameo_id"))
    for one in consents:
        if fault := fault_of(one, now):
            raise CapabilityRefused(fault)
    if any(one.bounds().cap == Cap.DRAFT for one in consents):
        raise DomainError(ErrorCode.NOT_PUBLISHABLE, _("Somebody in this video keeps it a draft."))


def note_shown(film_id: UUID) -> None:
    """Others see it from this transaction on: what stops future uses leaves it where it is."""
    Capability.objects.filter(film_id=film_id, published_at=None).update(
        published_at=timezone.now()
    )


def note_gone(film_id: UUID) -> None:
    """It is deleted, by whomever: no revocation counts it any more."""
    Capability.objects.filter(film_id=film_id, gone_at=None).update(gone_at=timezone.now())
