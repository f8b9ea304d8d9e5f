"""The entries that are in use, as the detectors take them."""

import hashlib
import time
from collections.abc import Iterable
from threading import Lock
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from moderation.answers import Basis, Ruling
from moderation.categories import Category
from moderation.detectors.hashes import BankEntry
from moderation.models import BankedHash, EntryState, HashBank, HashKind, SourceKind

CONFIRMED_TWICE = 2
# How old a loaded bank may be where nothing was written meanwhile: a `disabled_until` passes by
# itself.
KEPT_SECONDS = 60.0

_lock = Lock()
_kept: tuple[Any, float, tuple[BankEntry, ...]] = (None, 0.0, ())


def bank_entries() -> tuple[BankEntry, ...]:
    """All PDQ entries in use. Read anew when anything changed, else at most a minute old."""
    global _kept  # noqa: PLW0603 - one bank a process
    stamp = _stamp()
    with _lock:
        if _kept[0] == stamp and time.monotonic() - _kept[1] < KEPT_SECONDS:
            return _kept[2]
    entries = entries_in_use(HashKind.PDQ)
    with _lock:
        _kept = (stamp, time.monotonic(), entries)
    return entries


def entries_in_use(kind: HashKind, *, among: list[str] | None = None) -> tuple[BankEntry, ...]:
    """One of each hash of a bank, however often an exchange names it."""
    rows = _in_use().filter(kind=kind)
    if among is not None:
        rows = rows.filter(hash__in=among)
    found: dict[tuple[UUID, str], BankEntry] = {}
    for row in rows.iterator(chunk_size=5000):
        if in_share(row.pk, row.bank.enabled_ratio):
            found.setdefault((row.bank_id, row.hash), _entry(row))
    return tuple(found.values())


def in_effect(keys: Iterable[UUID]) -> set[UUID]:
    """Those of these entries that do more than count, now."""
    rows: Iterable[Any] = _in_use().filter(pk__in=set(keys))
    return {
        row.pk
        for row in rows
        if in_share(row.pk, row.bank.enabled_ratio)
        and ruling_of(row, agreed=row.agreed) != Ruling.SHADOW
    }


def in_share(key: UUID, ratio: float) -> bool:
    """Whether an entry is among the share in use: always the same ones, more for a larger share."""
    place = int.from_bytes(hashlib.sha256(key.bytes).digest()[:8])
    return place < ratio * 2**64


def _in_use() -> QuerySet[BankedHash]:
    now = timezone.now()
    return (
        BankedHash.objects.filter(
            Q(disabled_until=None) | Q(disabled_until__lte=now),
            state__in=[EntryState.SHADOW, EntryState.ACTIVE, EntryState.DOUBTED],
            bank__enabled=True,
            bank__enabled_ratio__gt=0,
        )
        .select_related("bank__exchange")
        .annotate(agreed=Count("confirmations"))
        .order_by("pk")
    )


def _entry(row: Any) -> BankEntry:
    ruling = ruling_of(row, agreed=row.agreed)
    trusted = row.bank.is_trusted and ruling != Ruling.SHADOW
    return BankEntry(
        id=str(row.pk),
        hash=row.hash,
        category=Category(row.bank.category),
        quality=row.quality,
        ruling=ruling,
        basis=Basis.TRUSTED_EXCHANGE if trusted else None,
        within=row.max_distance,
    )


def ruling_of(row: BankedHash, *, agreed: int) -> Ruling:
    """What a match is worth: an own entry that is doubted, or not confirmed twice, asks a person at
    most."""
    action = Ruling(row.bank.action)
    if row.state == EntryState.SHADOW:
        return Ruling.SHADOW
    few = agreed < CONFIRMED_TWICE or row.state == EntryState.DOUBTED
    unsure = row.bank.source_kind == SourceKind.OWN and few
    return Ruling.REVIEW if unsure and action == Ruling.BLOCK else action


def _stamp() -> tuple[Any, ...]:
    entries = BankedHash.objects.aggregate(n=Count("pk"), last=Max("changed_at"))
    banks = HashBank.objects.aggregate(n=Count("pk"), last=Max("changed_at"))
    return (*entries.values(), *banks.values())
