"""What a clock repairs of files that were sent in."""

from collections.abc import Collection
from typing import Any

import dramatiq
from django.db.models import QuerySet
from django.utils import timezone

from cameos.intake.limits import ASKED_AGAIN_AFTER, LEFT_OVER_AFTER
from lib.outbox.services import enqueue
from lib.signed_media import delete, listed


def late(rows: QuerySet[Any], *, by: str) -> QuerySet[Any]:
    """Those whose message is probably lost; the field `by` is when it was sent."""
    return rows.filter(**{f"{by}__lt": timezone.now() - ASKED_AGAIN_AFTER})


def free(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those that no worker has."""
    return rows.exclude(leased_until__gt=timezone.now())


def ask_again(rows: QuerySet[Any], task: "dramatiq.Actor[Any, Any]") -> None:
    """In the caller's transaction."""
    for key in rows.values_list("pk", flat=True):
        enqueue(task, key)


def remove_left_over(prefix: str, *, named: Collection[str]) -> None:
    """Files below `prefix` that a killed worker made and no row names."""
    before = timezone.now() - LEFT_OVER_AFTER
    for one in listed(prefix):
        if one.key not in named and one.changed_at < before:
            delete(one.key)
