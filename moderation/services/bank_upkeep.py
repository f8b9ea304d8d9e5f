"""Entries leave a bank, or are put out of use for a while."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.services import record
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode
from moderation.categories import Category
from moderation.models import IN_EFFECT, BankedHash, EntryState, SourceKind
from moderation.services.bank_alarm import out_of_action
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
    """Remove all that was taken from a thing about which another decision holds now, and tell how
    many. What protects children, and is in effect, goes by no single person's "fine": it is
    doubted, staff hear of it, and a superuser may remove it (see `remove_hash`)."""
    rows = BankedHash.objects.filter(origin=origin, bank__source_kind=SourceKind.OWN)
    removed = 0
    with transaction.atomic():
        for entry in rows.select_related("bank").select_for_update(of=("self",)).order_by("pk"):
            removed += _drop(entry, actor=actor)
    return removed


def withdraw_cause(cause: str, *, actor: Actor) -> int:
    """What stood for this decision alone goes, as in `withdraw`; what stands for another too
    stays. Returns how many went."""
    removed = 0
    with transaction.atomic():
        rows = BankedHash.objects.filter(causes__cause=cause).select_related("bank")
        for entry in rows.select_for_update(of=("self",)).order_by("pk"):
            entry.causes.filter(cause=cause).delete()
            if not entry.causes.exists():
                removed += _drop(entry, actor=actor)
    return removed


def doubt(entry: BankedHash, *, actor: Actor, reason: str) -> None:
    """It asks a person from now on; once doubted, it stays so. The caller holds its row."""
    if entry.state == EntryState.ACTIVE:
        out_of_action(entry, to=EntryState.DOUBTED, actor=actor, reason=reason)


def _drop(entry: BankedHash, *, actor: Actor) -> bool:
    """Its decision fell. Returns whether it is gone. The caller holds its row."""
    if entry.bank.category == Category.CHILD_SAFETY and entry.state in IN_EFFECT:
        doubt(entry, actor=actor, reason="its decision fell")
        return False
    _remove(entry, actor=actor, why="its decision fell")
    return True


def _remove(entry: BankedHash, *, actor: Actor, why: str) -> None:
    with transaction.atomic():
        key = str(entry.pk)
        entry.delete()
        record("moderation.hash.removed", actor=actor, target=key, why=why)
