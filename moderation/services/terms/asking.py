"""The banks as this process has compiled them, and their answers."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from threading import Lock
from typing import NamedTuple

from django.db import DatabaseError, InterfaceError
from django.db.models import Q
from django.utils import timezone

from moderation.answers import Answer
from moderation.categories import Category, Surface
from moderation.detectors.lexicon.terms import Edges
from moderation.detectors.term_banks import BankSpec, CompiledBank, assess
from moderation.models import Term, TermBank
from moderation.screener.client import Piece, ScreenerAway


class BanksAway(ScreenerAway):
    """The banks cannot be read. Words that nobody compared with them never read as clean."""


class Kept(NamedTuple):
    """`until`: when a term that is switched off comes back by itself."""

    bank: CompiledBank
    until: datetime | None


_kept: dict[str, Kept] = {}
_lock = Lock()


def with_banks(pieces: Sequence[Piece], answers: Iterable[Sequence[Answer]]) -> list[list[Answer]]:
    """Each text's answers and, where a bank has terms for its surface, the banks'.

    Raises BanksAway.
    """
    try:
        banks = current_banks()
    except (DatabaseError, InterfaceError) as error:
        raise BanksAway(type(error).__name__) from None
    whole = []
    for piece, found in zip(pieces, answers, strict=True):
        own = assess(banks, piece.text, surface=piece.surface)
        whole.append([*found, own] if own else [*found])
    return whole


def current_banks() -> tuple[CompiledBank, ...]:
    """All that are switched on, as they are now: one query over a handful of rows.

    What changed since is compiled again, under a lock and after a second look: two threads never
    compile the same, and none puts back what it saw before the other's change.
    """
    now = timezone.now()
    specs = _specs()
    if not all(_is_fresh(spec, now) for spec in specs) or len(_kept) != len(specs):
        with _lock:
            specs = _specs()
            for gone in _kept.keys() - {spec.id for spec in specs}:
                del _kept[gone]
            for spec in specs:
                if not _is_fresh(spec, now):
                    _kept[spec.id] = _compiled(spec, now)
            return tuple(_kept[spec.id].bank for spec in specs)
    return tuple(kept.bank for spec in specs if (kept := _kept.get(spec.id)))


def _is_fresh(spec: BankSpec, now: datetime) -> bool:
    kept = _kept.get(spec.id)
    return kept is not None and kept.bank.spec == spec and not (kept.until and kept.until <= now)


def _specs() -> list[BankSpec]:
    return [_spec(row) for row in TermBank.objects.filter(enabled=True).order_by("id")]


def _spec(row: TermBank) -> BankSpec:
    return BankSpec(
        id=str(row.pk),
        revision=str(row.revision),
        category=Category(row.category),
        score=row.score,
        edges=Edges(row.edges),
        surfaces=frozenset(map(Surface, row.surfaces)),
    )


def _compiled(spec: BankSpec, now: datetime) -> Kept:
    """The revision was read before the terms: what changes between only compiles once more."""
    rows = Term.objects.filter(bank__id=spec.id)
    on = rows.filter(Q(disabled_until=None) | Q(disabled_until__lte=now))
    found = list(on.values_list("id", "folded", "harmless").iterator(chunk_size=10_000))
    off = rows.filter(disabled_until__gt=now).order_by("disabled_until")
    bank = CompiledBank(
        spec,
        [(str(key), folded) for key, folded, harmless in found if not harmless],
        [folded for _, folded, harmless in found if harmless],
    )
    return Kept(bank, off.values_list("disabled_until", flat=True).first())
