"""How often a row was tried, by people and by workers."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from math import ceil
from typing import Any

from django.db.models import F, Model, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lib.errors import DomainError, ErrorCode
from lib.signed_media import StorageCode, code_of


def too_often(rows: QuerySet[Any], *, field: str, most: int, span: timedelta) -> DomainError | None:
    """`rows`: those of the last `span`, which slides; `field` is when each was."""
    seconds = seconds_until_room(rows, field=field, most=most, span=span)
    if seconds is None:
        return None
    return DomainError(
        ErrorCode.ENROLMENT_LIMIT,
        _("You have tried too often. Please try again later."),
        retry_after=seconds,
    )


def seconds_until_room(
    rows: QuerySet[Any], *, field: str, most: int, span: timedelta
) -> int | None:
    """As `too_often`; None where there is room now."""
    times = sorted(rows.values_list(field, flat=True))
    if len(times) < most:
        return None
    # There is room again when so many have grown old that fewer than `most` are left.
    left: timedelta = times[len(times) - most] + span - timezone.now()
    return max(1, ceil(left.total_seconds()))


def leased(waiting: QuerySet[Any], *, span: timedelta) -> bool:
    """Whether the row was free, and is taken now; the attempt is counted before anything is read,
    so that who kills its worker each time ends too."""
    now = timezone.now()
    free = Q(leased_until=None) | Q(leased_until__lte=now)
    return bool(waiting.filter(free).update(leased_until=now + span, attempts=F("attempts") + 1))


@contextmanager
def counted_with_files(row: Model) -> Iterator[None]:
    """A try that ends because files cannot be reached says nothing of the row, and is given back.
    The lease is not: so the row rests until somebody takes it again."""
    try:
        yield
    except OSError as error:
        if code_of(error) not in (None, StorageCode.DAMAGED):
            tried = type(row)._default_manager.filter(pk=row.pk, attempts__gt=0)
            tried.update(attempts=F("attempts") - 1)
        raise
