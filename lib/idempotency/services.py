"""One piece of work per key: claim it, do it and keep its answer, all in one transaction."""

import json
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from lib.errors import DomainError, ErrorCode
from lib.idempotency.models import StoredAnswer
from lib.ids import new_id

KEPT = timedelta(hours=24)  # Stripe's documented period: docs.stripe.com/api/idempotent_requests


def claim(*, owner_id: UUID, route: str, key: str, request: list[Any]) -> tuple[StoredAnswer, bool]:
    """The row of this key and whether it is new. Must be called inside the work's transaction.

    A parallel claim of the same key waits here until that transaction ends: it then finds the
    answer, or, where the work failed, does it itself. `request` is what makes a request the
    same (method, path, body). Raises DomainError `idempotency_mismatch` for another one.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("a key is claimed inside the transaction")
    canonical = json.dumps(request, sort_keys=True, separators=(",", ":"))
    mine = StoredAnswer(
        id=new_id(), owner_id=owner_id, route=route, key=key, fingerprint=next(_prints(canonical))
    )
    place = StoredAnswer.objects.filter(owner_id=owner_id, route=route, key=key)
    place.filter(created_at__lt=timezone.now() - KEPT).delete()
    StoredAnswer.objects.bulk_create([mine], ignore_conflicts=True)
    row = place.get()
    if not any(constant_time_compare(row.fingerprint, known) for known in _prints(canonical)):
        raise DomainError(
            ErrorCode.IDEMPOTENCY_MISMATCH,
            _("This Idempotency-Key was used for another request."),
        )
    return row, row.pk == mine.pk


def keep(row: StoredAnswer, *, status: int, answer: dict[str, Any]) -> None:
    """Store the answer beside the work that it tells of."""
    StoredAnswer.objects.filter(pk=row.pk).update(status=status, answer=answer)


def forget_expired() -> int:
    """Delete what is older than a day. Returns how many."""
    return StoredAnswer.objects.filter(created_at__lt=timezone.now() - KEPT).delete()[0]


def forget_owner(owner_id: UUID) -> int:
    """Delete everything of a person whose account goes. Returns how many."""
    return StoredAnswer.objects.filter(owner_id=owner_id).delete()[0]


def forget_about(*, owner_id: UUID, ids: Iterable[str]) -> int:
    """Delete the answers to a person that name one of these things. Returns how many."""
    named = tuple(ids)
    rows = StoredAnswer.objects.filter(owner_id=owner_id, answer__isnull=False)
    found = [row.pk for row in rows if any(one in json.dumps(row.answer) for one in named)]
    return StoredAnswer.objects.filter(pk__in=found).delete()[0]


def _prints(canonical: str) -> Iterator[str]:
    """The fingerprint under the current key, then under those that were current before."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        yield salted_hmac("idempotency", canonical, secret, algorithm="sha256").hexdigest()
