"""Banks: made and changed by people who may; and their entries, as the detectors take them."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from audit.services import record
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode
from moderation.categories import Category
from moderation.models import BankAction, HashBank, SourceKind
from moderation.services.bank_loading import bank_entries

__all__ = [
    "MANAGE",
    "acting",
    "bank_entries",
    "change_bank",
    "make_bank",
    "own_bank",
    "refuse_loosening",
    "remove_bank",
]

MANAGE = "moderation.manage_banks"
STRICTNESS = (BankAction.SHADOW, BankAction.REVIEW, BankAction.BLOCK)
CHANGEABLE = frozenset({"action", "enabled", "enabled_ratio", "note"})


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
    _refuse_unsound(settings)
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
    """Its action, its share in use, whether it is used, its note. Raises DomainError."""
    actor = acting(by)
    _refuse_unsound(changes)
    with transaction.atomic():
        now = HashBank.objects.select_for_update().get(pk=bank.pk)
        if _is_looser(now, changes):
            refuse_loosening(now, by=by)
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


def refuse_loosening(bank: HashBank, *, by: User | Actor) -> None:
    """What protects children is loosened by a superuser, or an operator at the shell: a single
    moderator must not open it. Raises DomainError `permission_denied`."""
    if bank.category != Category.CHILD_SAFETY or isinstance(by, Actor) or by.is_superuser:
        return
    raise DomainError(
        ErrorCode.PERMISSION_DENIED, "Only a superuser loosens what protects children."
    )


def _is_looser(bank: HashBank, changes: dict[str, Any]) -> bool:
    wish = {name: changes.get(name, getattr(bank, name)) for name in CHANGEABLE}
    return (
        wish["enabled"] < bank.enabled
        or wish["enabled_ratio"] < bank.enabled_ratio
        or STRICTNESS.index(wish["action"]) < STRICTNESS.index(bank.action)
    )


def _refuse_unsound(settings: dict[str, Any]) -> None:
    if unknown := set(settings) - CHANGEABLE:
        raise DomainError(ErrorCode.UNKNOWN_FIELD, f"No such field: {', '.join(sorted(unknown))}.")
    if not 0 <= settings.get("enabled_ratio", 1.0) <= 1:
        raise DomainError(ErrorCode.INVALID, "A share lies between 0 and 1.", attr="enabled_ratio")
