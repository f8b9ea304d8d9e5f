"""What waits, for how long, and who works on what; each as its reader may see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from enforcement.limits import DUE_SOON
from enforcement.models import Assignment, Case, EndedAs
from enforcement.policies import see_case
from enforcement.reasons import Queue
from enforcement.states import UNDECIDED, WAITING
from enforcement.triage.hiding import live


@dataclass(frozen=True, slots=True)
class Line:
    """One queue: cases without a decision. `oldest`: since when its oldest waits; `hidden`: how
    many of them hide a post until somebody decides."""

    queue: Queue
    open: int
    waiting: int
    forced: int
    breached: int
    due_soon: int
    oldest: datetime | None
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class Load:
    """One member of staff: what they hold now, and how claims of the last day ended."""

    person_id: UUID
    holds: int
    decided: int
    skipped: int
    idle: int


def undecided_for(viewer: User) -> QuerySet[Case]:
    """What `viewer` may see of what waits for a decision."""
    return see_case.queryset(viewer).filter(state__in=sorted(UNDECIDED))


def lines_for(viewer: User) -> list[Line]:
    """Of each queue in which they see anything, in the order of queues. Two statements."""
    now = timezone.now()
    rows = undecided_for(viewer).order_by().values("queue")
    counted = rows.annotate(
        open=Count("pk"),
        waiting=Count("pk", filter=Q(state__in=sorted(WAITING))),
        forced=Count("pk", filter=Q(force_review=True)),
        breached=Count("pk", filter=Q(sla_due_at__lte=now)),
        due_soon=Count("pk", filter=Q(sla_due_at__gt=now, sla_due_at__lte=now + DUE_SOON)),
        oldest=Min("opened_at"),
    )
    hiding = live().filter(case__in=undecided_for(viewer)).order_by().values("case__queue")
    many = hiding.annotate(cases=Count("case", distinct=True))
    hidden = dict(many.values_list("case__queue", "cases"))
    found: dict[str, Line] = {}
    for row in counted:
        facts: dict[str, Any] = {**row, "queue": Queue(row["queue"])}
        facts["hidden"] = hidden.get(row["queue"], 0)
        found[row["queue"]] = Line(**facts)
    return [found[one] for one in Queue if one in found]


def total(lines: Iterable[Line]) -> Line:
    """Of all of them; `queue` says nothing."""
    lines = list(lines)
    ages = [one.oldest for one in lines if one.oldest]
    names = ("open", "waiting", "forced", "breached", "due_soon", "hidden")
    sums = {name: sum(getattr(one, name) for one in lines) for name in names}
    return Line(queue=Queue.GENERAL, oldest=min(ages, default=None), **sums)


def loads() -> list[Load]:
    """Of everybody who works on a case or did within the last day, who holds most at the front."""
    now = timezone.now()
    since = now - timedelta(days=1)
    live = Q(ended_at=None, leased_until__gt=now)
    lately = Assignment.objects.filter(Q(ended_at=None) | Q(ended_at__gt=since))
    counted = lately.values("holder").annotate(
        holds=Count("pk", filter=live),
        decided=Count("pk", filter=Q(ended_as=EndedAs.DECIDED)),
        skipped=Count("pk", filter=Q(ended_as=EndedAs.SKIPPED)),
        idle=Count("pk", filter=Q(ended_as=EndedAs.IDLE)),
    )
    rows = counted.order_by("-holds", "-decided", "holder")
    return [
        Load(row["holder"], row["holds"], row["decided"], row["skipped"], row["idle"])
        for row in rows
    ]


def skips(since: datetime) -> QuerySet[Assignment]:
    """What was skipped, the newest first; of child safety nothing (it is told apart)."""
    rows = Assignment.objects.filter(ended_as=EndedAs.SKIPPED, ended_at__gt=since)
    return rows.filter(case__diverted=False).select_related("case").order_by("-ended_at", "-id")
