"""Many cases decided alike (E35): planned as a dry run, confirmed by typing how many, over a number
approved by a second person, done by a worker case by case, and undone decision by decision.

What changed since it was planned is left out, and said.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import record
from enforcement import tasks
from enforcement.actions.base import Wish
from enforcement.actions.names import ActionName, Timing
from enforcement.actions.registry import ACTIONS
from enforcement.limits import BULK_ALONE, BULK_AT_MOST, BULK_WINDOW
from enforcement.models import Batch, BatchItem, BatchState, BatchTransition, Case
from enforcement.own_batches import may_undo
from enforcement.policies import DECIDE_IN_BULK, claimable, see_case
from enforcement.reasons import DIVERTED
from enforcement.services.claiming import holder_of
from enforcement.services.snapshots import state_of
from enforcement.states import UNDECIDED, CaseSource
from enforcement.subjects.kinds import SubjectKind
from enforcement.wanted import Wanted, accepted
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode, NotFound, StaleState
from lib.outbox.services import enqueue
from lib.states import advance, record_initial

CHANGED = "changed"
CHOICES = tuple(
    one.name
    for one in ACTIONS.values()
    if not one.values
    and one.timing != Timing.MUST
    and not one.needs_second_reviewer(Wish(one.name))
)


@dataclass(frozen=True, slots=True)
class Alike:
    """What is decided about each. Without `wishes`: that it breaks no rule."""

    policies: tuple[str, ...]
    statement: str
    wishes: tuple[Wish, ...] = ()
    note: str = ""

    def of(self, case: Case) -> Wanted:
        """About one of them."""
        return Wanted(
            kind=SubjectKind(case.subject_kind),
            key=case.subject_id,
            policies=self.policies,
            statement=self.statement,
            wishes=self.wishes,
            case_id=case.pk,
            note=self.note,
        )


def plan(*, cases: Iterable[UUID], alike: Alike, by: User) -> Batch:
    """The dry run: which of them it would decide, and which not and why. Nothing of it holds.

    Raises DomainError `permission_denied`, `required`, `max_value`, `invalid` for an action that is
    done with two people or takes more to say, and as `accepted`.
    """
    _authorise(by)
    if any(not _is_choice(one) for one in alike.wishes):
        raise DomainError(ErrorCode.INVALID, _("Decide this case by case."), attr="actions")
    if DIVERTED & set(alike.policies):
        raise DomainError(ErrorCode.INVALID, _("Decide this case by case."), attr="policies")
    rows = list(see_case.queryset(by).filter(pk__in=list(cases)).order_by("pk")[: BULK_AT_MOST + 1])
    if not rows:
        raise DomainError(ErrorCode.REQUIRED, _("Choose some cases."))
    if len(rows) > BULK_AT_MOST:
        raise DomainError(ErrorCode.MAX_VALUE, _("These are too many at once."))
    refusals = [_refusal(case, alike, by) for case in rows]
    with transaction.atomic():
        batch = Batch.objects.create(words=_kept(alike), asked_by=by.pk)
        BatchItem.objects.bulk_create(
            BatchItem(batch=batch, case=case, seen=seen(case), refused=refusal)
            for case, refusal in zip(rows, refusals, strict=True)
        )
        record_initial(batch, actor=Actor.person(by.pk), reason="planned")
        _record(batch, "planned", by, cases=len(rows))
    return batch


def phrase(batch: Batch) -> str:
    """What somebody types to confirm."""
    verb = "undo" if batch.state == BatchState.DONE else "decide"
    rows = to_undo(batch) if batch.state == BatchState.DONE else to_decide(batch)
    return f"{verb} {rows.count()}"


def confirm(*, batch: Batch, by: User, typed: str) -> Batch:
    """Whoever planned it says that they mean it; where it takes two somebody else must approve.

    Raises DomainError `permission_denied`, `invalid` where something else was typed, StaleState.
    """
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=by.pk)  # two at once are counted in turn
        row = _locked(batch, by, BatchState.PLANNED)
        if row.asked_by != by.pk:
            raise DomainError(ErrorCode.PERMISSION_DENIED, _("Somebody else planned this."))
        _check(row, typed)
        if takes_two(row):
            _move(row, BatchState.WAITING, by)
        else:
            _run(row, by)
    return row


def approve(*, batch: Batch, by: User) -> Batch:
    """The second person, who must see every case of it. Raises as `confirm`; `not_allowed_for_self`
    for whoever planned it, NotFound."""
    with transaction.atomic():
        row = _locked(batch, by, BatchState.WAITING)
        if row.asked_by == by.pk:
            raise DomainError(
                ErrorCode.NOT_ALLOWED_FOR_SELF, _("Another member of staff must approve.")
            )
        open_ones = to_decide(row)
        seen_ones = open_ones.filter(case__in=see_case.queryset(by).values("pk"))
        if seen_ones.count() != open_ones.count():
            raise NotFound
        _run(row, by, approved_by=by.pk)
    return row


def drop(*, batch: Batch, by: User) -> Batch:
    """It will not be done. Raises as `confirm`."""
    with transaction.atomic():
        row = _locked(batch, by, BatchState.PLANNED, BatchState.WAITING)
        _move(row, BatchState.DROPPED, by, words=None)
    return row


def undo(*, batch: Batch, by: User, statement: str, typed: str) -> Batch:
    """Each of its decisions was wrong and is overturned, and nothing else. `statement` is for the
    people whom they concern. Raises as `confirm`, `required`; `not_allowed_for_self` for whoever
    planned what somebody else approved."""
    with transaction.atomic():
        row = _locked(batch, by, BatchState.DONE)
        if not may_undo(row, by):
            raise DomainError(
                ErrorCode.NOT_ALLOWED_FOR_SELF,
                _("You planned it and somebody else approved it: another must undo it."),
            )
        _check(row, typed)
        if not statement.strip():
            raise DomainError(ErrorCode.REQUIRED, _("Say why."), attr="statement")
        _move(row, BatchState.UNDOING, by, words={"statement": statement}, undone_by=by.pk)
        enqueue(tasks.run_batch, row.pk)
    return row


def takes_two(batch: Batch) -> bool:
    """Whether somebody else must approve it: it and all that whoever planned it had decided alone
    within BULK_WINDOW are more than BULK_ALONE cases."""
    lately = BatchTransition.objects.filter(
        to_state=BatchState.RUNNING, at__gt=timezone.now() - BULK_WINDOW
    )
    alone = BatchItem.objects.filter(
        batch__in=lately.values("subject_id"),
        batch__asked_by=batch.asked_by,
        batch__approved_by=None,
        refused="",
    )
    return to_decide(batch).count() + alone.count() > BULK_ALONE


def to_decide(batch: Batch) -> QuerySet[BatchItem]:
    """What is still to be decided."""
    return batch.items.filter(refused="", decision=None)


def to_undo(batch: Batch) -> QuerySet[BatchItem]:
    """What is still to be undone."""
    return batch.items.filter(decision__isnull=False, undone_by=None, undo_refused="")


def seen(case: Case) -> str:
    """What must be the same when it is decided; whether somebody works on it is asked then."""
    state = state_of(case.subject_kind, case.subject_id)[:32]
    return f"{case.report_count}:{case.severity}:{case.queue}:{state}"


def alike_of(batch: Batch) -> Alike:
    """What is to be decided. Of a batch that still has words."""
    words = batch.words or {}
    spans = words.get("spans", {})  # seconds
    return Alike(
        policies=tuple(words["policies"]),
        statement=words["statement"],
        wishes=tuple(
            Wish(ActionName(name), timedelta(seconds=spans[name]) if name in spans else None)
            for name in words["actions"]
        ),
        note=words["note"],
    )


def _is_choice(wish: Wish) -> bool:
    fits = wish.name in CHOICES and wish == Wish(wish.name, wish.span)
    return fits and not ACTIONS[wish.name].needs_second_reviewer(wish)


def _refusal(case: Case, alike: Alike, by: User) -> str:
    """The code for which it is left out at once, or nothing."""
    if case.state not in UNDECIDED:
        return ErrorCode.STALE_STATE.value
    if case.diverted or case.source == CaseSource.APPEAL:
        return ErrorCode.PERMISSION_DENIED.value  # these are looked at one by one
    if holder_of(case) not in (None, by.pk):
        return ErrorCode.CASE_HELD.value
    if not claimable(by).filter(pk=case.pk).exists():
        return ErrorCode.SECOND_APPROVAL_REQUIRED.value
    try:
        accepted(alike.of(case))
    except DomainError as refused:
        if refused.attr != "actions":
            raise
        return refused.code.value
    return ""


def _kept(alike: Alike) -> dict[str, Any]:
    return {
        "policies": list(alike.policies),
        "statement": alike.statement,
        "actions": [one.name.value for one in alike.wishes],
        "spans": {one.name.value: one.span.total_seconds() for one in alike.wishes if one.span},
        "note": alike.note,
    }


def _authorise(by: User) -> None:
    if not (by.stands and by.is_staff and by.has_perm(DECIDE_IN_BULK)):
        raise DomainError(ErrorCode.PERMISSION_DENIED, _("You may not do this."))


def _locked(batch: Batch, by: User, *states: BatchState) -> Batch:
    _authorise(by)
    row = Batch.objects.select_for_update().get(pk=batch.pk)
    if row.state not in states:
        raise StaleState
    return row


def _check(batch: Batch, typed: str) -> None:
    if typed.strip() != phrase(batch):
        raise DomainError(ErrorCode.INVALID, _("Type what stands there."), attr="typed")


def _run(batch: Batch, by: User, **changes: Any) -> None:
    _move(batch, BatchState.RUNNING, by, **changes)
    enqueue(tasks.run_batch, batch.pk)


def _move(batch: Batch, to: BatchState, by: User, **changes: Any) -> None:
    advance(batch, to=to, actor=Actor.person(by.pk), reason=to.value, **changes)
    _record(batch, to.value, by)


def _record(batch: Batch, what: str, by: User, **facts: Any) -> None:
    actor = Actor.person(by.pk)
    record(f"enforcement.batch.{what}", actor=actor, target=batch.public_id, **facts)
