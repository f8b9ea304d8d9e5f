"""Entries leave a bank, or are put out of use for a while."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.services import record
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode
from moderation.models import IN_EFFECT, BankedHash, SourceKind
from moderation.services.banks import acting, refuse_loosening


def remove_hash(*, entry: BankedHash, by: User | Actor) -> None:
    """Take one out again, with its confirmations and hits; what it did is not done any more."""
    actor = acting(by)
    if entry.bank.source_kind != SourceKind.OWN:
        raise DomainError(ErrorCode.INVALID, "Only its exchange removes this; put it out of use.")
    if entry.state in IN_EFFECT:
        refuse_loosening(entry.bank, by=by)
    _remove(entry, actor=actor, why="removed")


def disable_until(*, entry: BankedHash, until: datetime | None, by: User | Actor) -> None:
    """Out of use until then; None puts it back at once. For an exchange's entries too."""
    actor = acting(by)
    if until is not None:
        refuse_loosening(entry.bank, by=by)
    with transaction.atomic():
        BankedHash.objects.filter(pk=entry.pk).update(
            disabled_until=until, changed_at=timezone.now()
        )
        record(
            "moderation.hash.paused",
            actor=actor,
            target=str(entry.pk),
            until=until.isoformat() if until else None,
        )


def withdraw(origin: str, *, actor: Actor) -> int:
    """Remove all that was taken from a thing about which another decision holds now."""
    rows = list(BankedHash.objects.filter(origin=origin, bank__source_kind=SourceKind.OWN))
    for entry in rows:
        _remove(entry, actor=actor, why="its decision fell")
    return len(rows)


def _remove(entry: BankedHash, *, actor: Actor, why: str) -> None:
    with transaction.atomic():
        key = str(entry.pk)
        entry.delete()
        record("moderation.hash.removed", actor=actor, target=key, why=why)
