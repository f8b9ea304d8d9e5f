"""What was confirmed in bulk, case by case. Killed at any line and begun again it goes on where it
was; delivered twice it does nothing twice."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from enforcement import tasks
from enforcement.limits import PROPOSAL_WAITS
from enforcement.models import Batch, BatchItem, BatchState, Case
from enforcement.services.bulk import CHANGED, alike_of, seen, to_decide, to_undo
from enforcement.services.deciding import decide, overturn
from enforcement.states import UNDECIDED
from lib.actors import Actor
from lib.errors import DomainError
from lib.outbox.services import enqueue
from lib.repairs import repair_each
from lib.states import advance

CLOCK = Actor.system("clock")
LATE = timedelta(minutes=5)  # a message was lost


def run(batch_id: UUID) -> None:
    """Decide, or undo, what is left of it."""
    batch = Batch.objects.get(pk=batch_id)
    if batch.state == BatchState.RUNNING:
        _each(batch, to_decide, _decide)
        _end(batch, BatchState.RUNNING, BatchState.DONE)
    elif batch.state == BatchState.UNDOING:
        _each(batch, to_undo, _undo)
        _end(batch, BatchState.UNDOING, BatchState.UNDONE)


def run_late() -> int:
    """Those that nobody runs. Returns how many."""
    busy = Batch.objects.filter(state__in=[BatchState.RUNNING, BatchState.UNDOING])
    late = busy.filter(asked_at__lt=timezone.now() - LATE)
    return repair_each(late, lambda row: enqueue(tasks.run_batch, row.pk), by="asked_at")


def drop_old() -> int:
    """What nobody confirmed or approved in time: its words go. Returns how many."""
    waits = Batch.objects.filter(state__in=[BatchState.PLANNED, BatchState.WAITING])
    old = waits.filter(asked_at__lt=timezone.now() - PROPOSAL_WAITS)
    return repair_each(old, _drop, by="asked_at")


def _drop(batch: Batch) -> None:
    advance(batch, to=BatchState.DROPPED, actor=CLOCK, reason="waited too long", words=None)


def _each(
    batch: Batch,
    left: Callable[[Batch], QuerySet[BatchItem]],
    verb: Callable[[Batch, BatchItem], None],
) -> None:
    for key in list(left(batch).order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            rows = left(batch).select_for_update(of=("self",), skip_locked=True)
            item = rows.filter(pk=key).first()
            if item is not None:
                verb(batch, item)


def _decide(batch: Batch, item: BatchItem) -> None:
    case = Case.objects.get(pk=item.case_id)
    # As whoever decides locks: the person, then the case.
    User.objects.select_for_update().get(pk=case.owner_id)
    case = Case.objects.select_for_update().get(pk=item.case_id)
    by = User.objects.get(pk=batch.asked_by)
    if case.state not in UNDECIDED or seen(case) != item.seen:
        item.refused = CHANGED
    else:
        try:
            with transaction.atomic():
                item.decision = decide(wanted=alike_of(batch).of(case), by=by)
        except DomainError as refused:
            item.refused = refused.code.value
    item.save(update_fields=["refused", "decision"])


def _undo(batch: Batch, item: BatchItem) -> None:
    assert item.decision is not None  # noqa: S101 - of what was decided
    assert batch.undone_by is not None  # noqa: S101 - of what is undone
    by = User.objects.get(pk=batch.undone_by)
    statement = (batch.words or {})["statement"]
    try:
        with transaction.atomic():
            item.undone_by = overturn(decision=item.decision, statement=statement, by=by)
    except DomainError as refused:
        item.undo_refused = refused.code.value
    item.save(update_fields=["undo_refused", "undone_by"])


def _end(batch: Batch, came: BatchState, to: BatchState) -> None:
    with transaction.atomic():
        row = Batch.objects.select_for_update().get(pk=batch.pk)
        left = to_decide(row) if to == BatchState.DONE else to_undo(row)
        if row.state == came and not left.exists():
            advance(row, to=to, actor=CLOCK, reason=to.value, words=None)
