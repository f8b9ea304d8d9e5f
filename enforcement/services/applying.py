"""One action of a decision: done, undone, or over. In the caller's transaction, which holds the row
of the person whom the decision concerns."""

from datetime import datetime
from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from cameos.addresses import cameo_ids_of
from enforcement.actions.base import Doing, Wish
from enforcement.actions.names import TargetKind
from enforcement.actions.registry import action_of
from enforcement.models import ActionState, Decision, DecisionAction
from enforcement.services.films import film_of
from lib.actors import Actor
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
) -> DecisionAction:
    """Do it, and keep what it changed. `until` stands above the span that was wished."""
    action = action_of(wish.name)
    ends = until or (timezone.now() + wish.span if wish.span else None)
    row = DecisionAction.objects.create(
        decision=decision,
        position=_next_position(decision),
        name=wish.name,
        target_kind=action.target,
        target_id=_target(decision, action.target),
        value=wish.value,
        strike_id=strike_id,
        reached=reached,
    )
    record_initial(row, actor=actor, reason="decided")
    changed = None
    if row.target_id is not None:
        doing = Doing(row.cause, row.target_id, actor, by, approved_by, wish.value, wish.expected)
        changed = action.apply(doing)
    if changed is None:
        advance(row, to=ActionState.MOOT, actor=actor, reason="gone")
    else:
        advance(
            row, to=ActionState.APPLIED, actor=actor, reason="applied", changed=changed, until=ends
        )
    return row


def reverse_action(row: DecisionAction, *, decision: Decision, actor: Actor) -> None:
    """Lift exactly what it caused: `decision` took the place of its own. Nothing for one that never
    did anything; of one that ended by itself it is only said."""
    if row.state not in (ActionState.APPLIED, ActionState.EXPIRED):
        return
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
        doing = Doing(row.cause, row.target_id, actor, value=row.value)
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


def _next_position(decision: Decision) -> int:
    last = DecisionAction.objects.filter(decision=decision).aggregate(last=Max("position"))
    return 0 if last["last"] is None else int(last["last"]) + 1
