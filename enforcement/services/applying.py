"""One action of a decision: done, undone, or over. In the caller's transaction, which holds the row
of the person whom the decision concerns."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from cameos.addresses import cameo_ids_of
from enforcement.actions.base import Doing, Wish
from enforcement.actions.names import ActionName, TargetKind
from enforcement.actions.registry import action_of
from enforcement.models import ActionState, Decision, DecisionAction
from enforcement.services.films import film_of
from lib.actors import Actor
from lib.ids import IdKind, decode
from lib.states import advance, record_initial

CLOCK = Actor.system("clock")


def apply_action(
    decision: Decision,
    wish: Wish,
    *,
    actor: Actor,
    by: User | None,
    approved_by: UUID | None,
    until: datetime | None = None,
    strike_id: UUID | None = None,
    reached: int | None = None,
    is_later: bool = False,
) -> DecisionAction:
    """Do it, and keep what it changed. `until` stands above the span that was wished. `is_later`:
    its decision was made before, and this follows from it only now."""
    action = action_of(wish.name)
    begins = timezone.now() + (wish.after or timedelta())
    ends = until or (begins + wish.span if wish.span else None)
    row = DecisionAction.objects.create(
        decision=decision,
        position=_next_position(decision),
        name=wish.name,
        target_kind=action.target,
        target_id=_target(decision, action.target),
        value=wish.value,
        strike_id=strike_id,
        reached=reached,
        begins_at=begins if wish.after or is_later else None,
    )
    record_initial(row, actor=actor, reason="decided")
    if wish.after:
        advance(row, to=ActionState.WAITING, actor=actor, reason="later", until=ends)
        return row
    doing = None
    if row.target_id is not None:
        doing = Doing(
            *(row.cause, row.target_id, actor, by, approved_by, wish.value, wish.expected),
            told=_is_told(decision),
        )
    _apply(row, doing, actor=actor, until=ends)
    return row


def begin_action(row: DecisionAction) -> None:
    """Its moment has come. What it is about is looked up anew: it may be gone, and an account may
    be protected since, whose decision one person made. Raises StaleState."""
    now, decision = timezone.now(), row.decision
    row.target_id = _target(decision, TargetKind(row.target_kind))
    row.save(update_fields=["target_id"])
    is_over = row.until is not None and row.until <= now
    approver = _key_of(decision.approved_by)
    is_alone = approver is None and User.objects.get(pk=decision.owner_id).is_protected
    if is_over or is_alone:
        reason = "over before it began" if is_over else "its account is protected since"
        advance(row, to=ActionState.MOOT, actor=CLOCK, reason=reason)
        return
    doing = None
    if row.target_id is not None:
        doing = Doing(
            *(row.cause, row.target_id, CLOCK, None, approver, row.value),
            told=_is_told(decision),
        )
    _apply(row, doing, actor=CLOCK, until=row.until)


def _apply(
    row: DecisionAction, doing: Doing | None, *, actor: Actor, until: datetime | None
) -> None:
    changed = action_of(row.name).apply(doing) if doing else None
    if changed is None:
        advance(row, to=ActionState.MOOT, actor=actor, reason="gone")
    else:
        advance(
            row, to=ActionState.APPLIED, actor=actor, reason="applied", changed=changed, until=until
        )


def as_wished(row: DecisionAction) -> Wish:
    """What was asked for, to the minute."""
    since = row.begins_at or row.decision.at
    span = row.until - since if row.until else None
    minutes = round(span.total_seconds() / 60) if span else 0
    return Wish(ActionName(row.name), timedelta(minutes=minutes) if span else None, row.value)


def reverse_action(row: DecisionAction, *, decision: Decision, actor: Actor) -> None:
    """Lift exactly what it caused: `decision` took the place of its own. Nothing for one that never
    did anything; one that waits never begins; of one that ended by itself it is only said."""
    if row.state not in (ActionState.APPLIED, ActionState.EXPIRED, ActionState.WAITING):
        return
    if row.state != ActionState.WAITING:
        _lift(row, actor)
    advance(
        row,
        to=ActionState.REVERSED,
        actor=actor,
        reason="superseded",
        ended_at=timezone.now(),
        reversed_by=decision,
    )


def expire_action(row: DecisionAction) -> None:
    """Its time is over. Raises StaleState."""
    _lift(row, CLOCK)
    advance(row, to=ActionState.EXPIRED, actor=CLOCK, reason="expired", ended_at=timezone.now())


def _lift(row: DecisionAction, actor: Actor) -> None:
    if row.target_id is not None:
        told = _is_told(row.decision)
        doing = Doing(row.cause, row.target_id, actor, value=row.value, told=told)
        action_of(row.name).reverse(doing)


def _target(decision: Decision, kind: TargetKind) -> UUID | None:
    """What the action acts on; None where it is gone."""
    if kind == TargetKind.PERSON:
        return decision.owner_id
    if kind == TargetKind.FILM:
        return film_of(decision.subject_kind, decision.subject_id)
    if kind == TargetKind.CAMEO:
        return cameo_ids_of((decision.subject_id,))[0]  # behind its address
    return decision.subject_id


def _is_told(decision: Decision) -> bool:
    """Of child safety nobody whom it concerns hears anything, by no way (E47)."""
    return decision.case is None or not decision.case.diverted


def _key_of(label: str) -> UUID | None:
    """Of the person whom an actor's label names."""
    return decode(IdKind.USER, label) if label else None


def _next_position(decision: Decision) -> int:
    last = DecisionAction.objects.filter(decision=decision).aggregate(last=Max("position"))
    return 0 if last["last"] is None else int(last["last"]) + 1
