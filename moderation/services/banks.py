"""Banks: made and changed by people who may; and their entries, as the detectors take them."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from audit.services import record
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode
from moderation.categories import Category
from moderation.models import HashBank, SourceKind
from moderation.services.bank_loading import bank_entries

__all__ = [
    "MANAGE",
    "acting",
    "bank_entries",
    "change_bank",
    "make_bank",
    "own_bank",
    "remove_bank",
]

MANAGE = "moderation.manage_banks"
CHANGEABLE = frozenset({"action", "enabled", "enabled_ratio", "is_trusted", "note"})


def acting(by: User | Actor) -> Actor:
    """Who does it: a person who may, or a part of the system. Raises DomainError."""
    if isinstance(by, Actor):
        if not by.label.startswith("system:"):
            raise DomainError(ErrorCode.PERMISSION_DENIED, "A person is named as a person.")
        return by
    if not by.has_perm(MANAGE):
        raise DomainError(ErrorCode.PERMISSION_DENIED, "You may not change hash banks.")
    return Actor.person(by.pk)


def make_bank(
    *,
    name: str,
    category: Category,
    by: User | Actor,
    source_kind: SourceKind = SourceKind.OWN,
    **settings: Any,
) -> HashBank:
    """A new bank, empty. Raises DomainError `unique`, `invalid`, `permission_denied`."""
    actor = acting(by)
    _refuse_unsound(settings, source_kind=source_kind)
    try:
        with transaction.atomic():
            bank = HashBank.objects.create(
                name=name, category=category, source_kind=source_kind, **settings
            )
            record("moderation.bank.made", actor=actor, target=str(bank.pk), category=category)
    except IntegrityError:
        raise DomainError(ErrorCode.UNIQUE, "A bank of this name exists.") from None
    return bank


def change_bank(*, bank: HashBank, by: User | Actor, **changes: Any) -> HashBank:
    """Its action, its share in use, whether it is used or trusted, its note."""
    actor = acting(by)
    _refuse_unsound(changes, source_kind=SourceKind(bank.source_kind))
    with transaction.atomic():
        HashBank.objects.filter(pk=bank.pk).update(**changes, changed_at=timezone.now())
        told = {f"new_{name}": str(value) for name, value in changes.items() if name != "note"}
        record("moderation.bank.changed", actor=actor, target=str(bank.pk), **told)
    bank.refresh_from_db()
    return bank


def remove_bank(*, bank: HashBank, by: User | Actor) -> None:
    """An empty bank goes; one with entries does not, so that nothing is forgotten by a slip."""
    actor = acting(by)
    with transaction.atomic():
        locked = HashBank.objects.select_for_update().get(pk=bank.pk)
        if locked.entries.exists() or hasattr(locked, "exchange"):
            raise DomainError(ErrorCode.INVALID, "This bank is not empty.")
        locked.delete()
        record("moderation.bank.removed", actor=actor, target=str(bank.pk))


def own_bank(category: Category, *, by: User | Actor) -> HashBank:
    """The bank into which people's own decisions of a category go; made when first needed."""
    name = f"own-{category.value.replace('_', '-')}"
    found = HashBank.objects.filter(name=name).first()
    return found or make_bank(name=name, category=category, by=by)


def _refuse_unsound(settings: dict[str, Any], *, source_kind: SourceKind) -> None:
    if unknown := set(settings) - CHANGEABLE:
        raise DomainError(ErrorCode.UNKNOWN_FIELD, f"No such field: {', '.join(sorted(unknown))}.")
    if not 0 <= settings.get("enabled_ratio", 1.0) <= 1:
        raise DomainError(ErrorCode.INVALID, "A share lies between 0 and 1.", attr="enabled_ratio")
    # What people here have put in is never reason enough for a report to an authority.
    if settings.get("is_trusted") and source_kind != SourceKind.EXCHANGE:
        raise DomainError(ErrorCode.INVALID, "Only an exchange can be trusted.", attr="is_trusted")
