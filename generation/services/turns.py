"""Whose turn it is to be drawn.

Start-time fair queueing (Goyal, Vin and Cheng, SIGCOMM 1996): each person is a flow, the cost of a
job is its length in seconds. A job's `turn` is the virtual time at which it may start: that of the
job drawn last, or where the same person's job before it ends, whichever is later. The smallest
turn is drawn next. So of n people who wait, whoever comes new waits for no more than one job of
each of the others, however many these have asked for; and as turns only grow, none waits for ever.

A message to the render queue is a ticket for one piece of work, not for one job: which one it is,
is decided when a worker is free.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Now

from generation.lanes import INTERACTIVE_IN_A_ROW, Lane
from generation.models import Job
from generation.states import JobState
from generation.stopping import halted
from generation.tools import EDITING


def turn_for(job: Job) -> float:
    """The virtual time, in seconds of film, at which a job that joins its lane may start. Of one
    person's jobs the next is told apart only once this one's row is there: they come one after
    another until the caller's COMMIT."""
    _one_at_a_time(job)
    lane = Job.objects.filter(lane=job.lane, turn__isnull=False)
    return max(_now(lane), _after_own(lane.filter(owner_id=job.owner_id).exclude(pk=job.pk)))


def next_in_turn(
    *, engines: Collection[str] | None = None, after: Collection[UUID] = ()
) -> UUID | None:
    """The job that is to be drawn next, None where none waits (or rests after a fault); of those
    that `engines` can draw, or of all. Those in `after` only where no other waits."""
    waiting = _waiting() if engines is None else _waiting().filter(drawn_by(engines))
    first, second = Lane.INTERACTIVE, Lane.BATCH
    if _is_turn_of_batch():
        first, second = second, first
    preferred = Case(When(lane=first, then=Value(0)), default=1, output_field=IntegerField())
    order: list[Any] = [preferred, F("turn").asc(nulls_first=True), "waiting_since", "pk"]
    if after:  # none of an empty list is a constant, which would be the number of a column
        late = When(pk__in=list(after), then=Value(1))
        order.insert(0, Case(late, default=0, output_field=IntegerField()))
    return waiting.order_by(*order).values_list("pk", flat=True).first()


def drawn_by(engines: Collection[str]) -> Q:
    """Of a queryset of jobs: those that a process with just these engines can make."""
    return Q(tool__in=sorted(EDITING)) | Q(engine__in=sorted(engines))


def _one_at_a_time(job: Job) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"turns:{job.lane}:{job.owner_id}"],
        )


def _waiting() -> QuerySet[Job]:
    """Neither resting after a fault nor halted by staff."""
    rested = Q(rests_until=None) | Q(rests_until__lte=Now())
    return Job.objects.filter(rested, ~halted(), state=JobState.QUEUED)


def _now(lane: QuerySet[Job]) -> float:
    """Virtual time: the latest turn that was begun."""
    begun = lane.filter(begun_at__isnull=False).order_by("-turn")
    return begun.values_list("turn", flat=True).first() or 0.0


def _after_own(mine: QuerySet[Job]) -> float:
    """What was stopped before it was begun took nobody's time."""
    took = mine.exclude(state__in=[JobState.CANCELLED, JobState.FAILED], begun_at=None)
    last = took.order_by("-turn").first()
    return last.turn + last.seconds if last is not None and last.turn is not None else 0.0


def _is_turn_of_batch() -> bool:
    begun = Job.objects.filter(begun_at__isnull=False).order_by("-begun_at")
    lanes = list(begun.values_list("lane", flat=True)[:INTERACTIVE_IN_A_ROW])
    return len(lanes) == INTERACTIVE_IN_A_ROW and Lane.BATCH not in lanes
