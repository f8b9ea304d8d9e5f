"""Showing a finished film to others: consent is asked once more, under the lock (C10)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from cameos.capabilities.tokens import CapabilityRefused, Fault
from cameos.capabilities.using import fault_of
from cameos.locking import hold
from cameos.models import Capability
from cameos.permissions.deciding import terms_for
from cameos.permissions.facts import facts_of
from cameos.permissions.terms import Cap, Terms
from lib.errors import DomainError, ErrorCode


def may_be_shown(film_id: UUID) -> None:
    """Whether everybody in this film lets it be shown to others now; nobody withdraws that until
    the caller's transaction ends.

    What was agreed to when it was made does not outlast what its owner permits now: a narrower
    reach, other restrictions, an owner who is no adult any more. Raises CapabilityRefused
    (`consent_ended`, never whose and why), or DomainError `not_publishable` where somebody in it
    keeps it a draft.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("a check holds until its transaction ends")
    of_film = Capability.objects.filter(film_id=film_id)
    hold(of_film.values_list("cameo_id", flat=True))
    now, consents = timezone.now(), list(of_film.order_by("cameo_id"))
    for one in consents:
        if fault := fault_of(one, now):
            raise CapabilityRefused(fault)
    present = [(one, _present_terms(one, now)) for one in consents]
    if any(Cap.DRAFT in (one.bounds().cap, terms.cap) for one, terms in present):
        raise DomainError(ErrorCode.NOT_PUBLISHABLE, _("Somebody in this video keeps it a draft."))
    if any(_goes_beyond(one, terms) for one, terms in present):
        raise CapabilityRefused(Fault.NOT_PERMITTED)


def note_shown(film_id: UUID) -> None:
    """Others see it from this transaction on: what stops future uses leaves it where it is."""
    Capability.objects.filter(film_id=film_id, published_at=None).update(
        published_at=timezone.now()
    )


def note_unshown(film_id: UUID) -> bool:
    """Its maker put it away again: like a draft, it ends with its epoch. Whether there was anything
    to note."""
    shown = Capability.objects.filter(film_id=film_id, published_at__isnull=False)
    return bool(shown.update(published_at=None))


def note_gone(film_id: UUID) -> None:
    """It is deleted, by whomever: no revocation counts it any more."""
    Capability.objects.filter(film_id=film_id, gone_at=None).update(gone_at=timezone.now())


def _present_terms(one: Capability, now: datetime) -> Terms:
    """On what terms the same use would be agreed to now. Raises CapabilityRefused."""
    requester = User.objects.filter(pk=one.requester_id, deleted_at=None).first()
    facts = facts_of(one.cameo_id, requester, resting_on=one.grant_id) if requester else None
    if facts is None or facts.likeness is None:
        raise CapabilityRefused(Fault.ENDED)
    return terms_for(facts.likeness, facts.asker, now)


def _goes_beyond(one: Capability, present: Terms) -> bool:
    """Readers are let through by the row's own column, so that is what must be narrow enough. By
    `terms_for` whoever is no adult lends to friends alone, with a teen's restrictions."""
    too_far = present.friends_only and not one.friends_only
    return too_far or not present.restrictions <= one.bounds().restrictions
