"""What the clock repairs: rows that fulfil a condition for too long, one at a time."""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import structlog
from django.db import transaction
from django.db.models import Model, Q, QuerySet

log = structlog.get_logger(__name__)

M = TypeVar("M", bound=Model)

BATCH = 200  # ours: keys alone, so that a long queue fills no memory


def repair_each(rows: QuerySet[M], repair: Callable[[M], object], *, by: str) -> int:
    """Do `repair` to every one of `rows`, in the order of the field `by`. Returns to how many.

    Each has a transaction of its own, in which it is locked and must still be among `rows`; one
    that somebody else has locked is left to them. One that fails is logged and left to the next
    sweep: it keeps no other back, however many such there are. `by` is never NULL in `rows`.
    """
    return sum(_one(key, rows, repair) for key in _keys(rows, by=by))


def _keys(rows: QuerySet[M], *, by: str) -> Iterator[Any]:
    """Batch after batch, each from where the last one ended, so that none comes twice."""
    field, beyond = by.removeprefix("-"), "lt" if by.startswith("-") else "gt"
    ordered, rest = rows.order_by(by, "pk"), Q()
    while batch := list(ordered.filter(rest).values_list(field, "pk")[:BATCH]):
        yield from (key for _, key in batch)
        last, key = batch[-1]
        rest = Q((f"{field}__{beyond}", last)) | Q((field, last), ("pk__gt", key))


def _one(key: Any, rows: QuerySet[M], repair: Callable[[M], object]) -> bool:
    try:
        with transaction.atomic():
            row = rows.select_for_update(skip_locked=True, of=("self",)).filter(pk=key).first()
            if row is not None:
                repair(row)
    except Exception as error:  # noqa: BLE001 - one row that breaks must not keep the rest broken
        name = getattr(repair, "__name__", "")
        log.error("repair_failed", repair=name, row=str(key), error=type(error).__name__)
        return False
    return row is not None
