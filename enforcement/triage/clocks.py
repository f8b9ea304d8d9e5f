"""The clocks of cases (E14): staff are warned before one ends and told when it did, each once; and
how old the oldest of each queue is."""

from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import transaction
from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from audit.services import record
from enforcement.models import Case
from enforcement.reasons import Queue
from enforcement.states import UNDECIDED
from enforcement.triage.queues import DESKS
from enforcement.triage.telling import tell_desk
from lib.actors import Actor

CLOCK = Actor.system("clock")
BATCH = 500
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Age:
    """Of one queue: how many cases wait, for how long the oldest does (seconds), and how many are
    past their clock."""

    waiting: int
    oldest: int
    overdue: int


def watch() -> int:
    """Warn of clocks that end soon and tell of those that did. Returns of how many cases it spoke.
    Queue by queue, in a transaction each, so that whoever is killed has told what is marked."""
    count = sum(_watch(queue) for queue in Queue)
    for queue, age in ages().items():
        log.info(
            "queue_age",
            queue=queue.value,
            waiting=age.waiting,
            oldest_s=age.oldest,
            overdue=age.overdue,
        )
    return count


def ages() -> dict[Queue, Age]:
    """Of every queue in which something waits."""
    now = timezone.now()
    rows = _waiting().order_by().values("queue")
    counted = rows.annotate(
        waiting=Count("pk"), since=Min("opened_at"), overdue=Count("pk", Q(sla_due_at__lte=now))
    )
    return {
        Queue(row["queue"]): Age(row["waiting"], _seconds(row["since"], now), row["overdue"])
        for row in counted
    }


def _waiting() -> QuerySet[Case]:
    return Case.objects.filter(state__in=sorted(UNDECIDED))


def _seconds(since: datetime, now: datetime) -> int:
    return max(0, int((now - since).total_seconds()))


@transaction.atomic
def _watch(queue: Queue) -> int:
    now = timezone.now()
    here = _waiting().filter(queue=queue)
    overdue = _mark(here.filter(breached_at=None, sla_due_at__lte=now), "overdue", now)
    soon = here.filter(warned_at=None, breached_at=None, sla_due_at__lte=now + DESKS[queue].warns)
    due_soon = _mark(soon, "due_soon", now)
    if overdue:
        tell_desk("desk.overdue", queue=queue, leads=True, cases=overdue)
    if due_soon:
        tell_desk("desk.due_soon", queue=queue, cases=due_soon)
    return overdue + due_soon


def _mark(cases: QuerySet[Case], what: str, now: datetime) -> int:
    """From here on no cut by priority hides it either: what scored low is seen at last (Q-23)."""
    field = {"overdue": "breached_at", "due_soon": "warned_at"}[what]
    rows = list(cases.select_for_update(skip_locked=True).order_by("sla_due_at")[:BATCH])
    Case.objects.filter(pk__in=[case.pk for case in rows]).update(**{field: now}, force_review=True)
    for case in rows:
        facts, sealed = {"queue": case.queue}, case.diverted
        record(
            f"enforcement.case.{what}", actor=CLOCK, target=case.public_id, sealed=sealed, **facts
        )
    return len(rows)
