"""The bank of known pictures, as the detectors take it."""

from django.db import IntegrityError, transaction

from audit.services import record
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode
from moderation.categories import Category
from moderation.detectors.hashes import BankEntry, bank_refusal
from moderation.models import BankedHash


def bank_entries() -> tuple[BankEntry, ...]:
    """The whole bank, for the detector that compares frames with it."""
    rows = BankedHash.objects.order_by("id").values_list("id", "hash", "category", "quality")
    return tuple(
        BankEntry(id=str(key), hash=text, category=Category(category), quality=quality)
        for key, text, category, quality in rows
    )


def add_hash(
    *, hash_hex: str, quality: int, category: Category, source: str, actor: Actor
) -> BankedHash:
    """Put one hash in. Raises DomainError `invalid` (too flat a picture) or `unique`."""
    if refusal := bank_refusal(hash_hex, quality):
        raise DomainError(ErrorCode.INVALID, f"This hash tells no picture from others: {refusal}.")
    try:
        with transaction.atomic():
            entry = BankedHash.objects.create(
                hash=hash_hex, quality=quality, category=category, source=source,
                added_by=str(actor),
            )  # fmt: skip
            record("moderation.hash.added", actor=actor, target=str(entry.pk), category=category)
    except IntegrityError:
        raise DomainError(ErrorCode.UNIQUE, "This hash is in the bank already.") from None
    return entry


def remove_hash(*, entry: BankedHash, actor: Actor) -> None:
    """Take one out again."""
    with transaction.atomic():
        key = str(entry.pk)
        entry.delete()
        record("moderation.hash.removed", actor=actor, target=key)
