"""What processors owe, in the database: the engines' book, and what staff are told of it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Count, F, Min, Q
from django.utils import timezone

from generation.engines.remote.owed import AGAIN_WHEN_OVERDUE, OVERDUE, Debt, Deletion
from generation.models import ProcessorDebt

log = structlog.get_logger(__name__)

NAMED = 20  # of one report: enough to write to a processor about


class Ledger:
    """See `generation.engines.remote.owed.Book`."""

    def note(self, debt: Debt, *, next_at: datetime, answer: Deletion | None = None) -> None:
        ProcessorDebt.objects.update_or_create(
            server=debt.server,
            video=debt.video,
            defaults=_said(next_at, answer),
            create_defaults={
                "engine": debt.engine,
                "since": debt.since,
                "next_at": next_at,
                "tries": 0 if answer is None else 1,
                "last_answer": answer or "",
            },
        )

    def move(self, debt: Debt, *, next_at: datetime, answer: Deletion | None = None) -> None:
        _row(debt).update(**_said(next_at, answer))

    def settle(self, debt: Debt) -> None:
        _row(debt).delete()

    def claim(self, server: str, *, now: datetime, until: datetime) -> Debt | None:
        due = ProcessorDebt.objects.filter(server=server, next_at__lte=now).order_by("next_at")
        with transaction.atomic():
            row = due.select_for_update(skip_locked=True).first()
            if row is None:
                return None
            row.next_at = until
            row.save(update_fields=["next_at"])
        return Debt(row.engine, row.server, row.video, row.since)


def by_longest_due() -> list[str]:
    """The servers of whom something is due, whose oldest is due for the longest first."""
    due = ProcessorDebt.objects.filter(next_at__lte=timezone.now()).values("server")
    return [one["server"] for one in due.annotate(first=Min("next_at")).order_by("first")]


def left_behind(known: Collection[str]) -> list[dict[str, Any]]:
    """What is owed by servers that are not `known` (any more), and so is asked of nobody: `engine`,
    `server`, `videos` of each."""
    rows = ProcessorDebt.objects.exclude(server__in=known).values("engine", "server")
    counted = rows.annotate(videos=Count("pk")).order_by("engine", "server")
    return [dict(one) for one in counted]


def report_overdue() -> int:
    """Each that is owed for a week stands in the log, once a day. Returns how many were told of."""
    now = timezone.now()
    overdue = ProcessorDebt.objects.filter(since__lt=now - OVERDUE)
    untold = overdue.filter(Q(reported_at=None) | Q(reported_at__lt=now - AGAIN_WHEN_OVERDUE))
    servers = untold.values("engine", "server").annotate(count=Count("pk"), oldest=Min("since"))
    for one in servers.order_by("engine", "server"):
        mine = untold.filter(engine=one["engine"], server=one["server"]).order_by("since")
        log.error(
            "remote_deletion_overdue",
            engine=one["engine"],
            server=one["server"],
            videos=list(mine.values_list("video", flat=True)[:NAMED]),
            count=one["count"],
            days=(now - one["oldest"]).days,
        )
    return untold.update(reported_at=now)


def _row(debt: Debt) -> Any:
    return ProcessorDebt.objects.filter(server=debt.server, video=debt.video)


def _said(next_at: datetime, answer: Deletion | None) -> dict[str, Any]:
    if answer is None:
        return {"next_at": next_at}
    return {"next_at": next_at, "tries": F("tries") + 1, "last_answer": answer.value}
