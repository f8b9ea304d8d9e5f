"""What follows from somebody's strikes, after each change of them."""

from uuid import UUID

from django.utils import timezone

from accounts.models import User
from enforcement.actions.base import Wish
from enforcement.ladder import Reached, reached
from enforcement.models import ActionState, Decision, DecisionAction, Strike
from enforcement.services.applying import apply_action, reverse_action
from enforcement.services.strikes import strikes_of, untold_of
from lib.actors import Actor


def settle_ladder(
    decision: Decision, *, actor: Actor, by: User | None, approved_by: UUID | None
) -> list[DecisionAction]:
    """Do what the live strikes reached and is not done, undo what they reach no more. `decision`
    changed them. Each belongs to the decision of the strike that reached it, so that it falls with
    it; where that is an older one the action says from when it holds. One whose time is over
    already is not begun. Returns what was begun."""
    wished = {(one.strike, one.threshold.points): one for one in _reached(decision.owner_id)}
    done = DecisionAction.objects.filter(
        decision__owner_id=decision.owner_id,
        reached__isnull=False,
        state__in=[ActionState.APPLIED, ActionState.EXPIRED],
    )
    standing = {(row.strike_id, row.reached): row for row in done.order_by("pk")}
    for key in standing.keys() - wished.keys():
        reverse_action(standing[key], decision=decision, actor=actor)
    new = sorted(wished.keys() - standing.keys(), key=str)
    begun = [
        _begin(wished[key], decision, actor=actor, by=by, approved_by=approved_by) for key in new
    ]
    return [row for row in begun if row is not None]


def _reached(person_id: UUID) -> list[Reached]:
    """Strikes of child safety count beside all others, but not among them: what others reached
    would tell of them, its person and whoever of staff may not know (E47)."""
    every, untold = strikes_of(person_id), untold_of(person_id)
    told = reached([one for one in every if one.key not in untold])
    return [*told, *(one for one in reached(every) if one.strike in untold)]


def _begin(
    one: Reached, decision: Decision, *, actor: Actor, by: User | None, approved_by: UUID | None
) -> DecisionAction | None:
    until = one.at + one.threshold.span
    if until <= timezone.now():
        return None
    cause = Strike.objects.values_list("cause", flat=True).get(pk=one.strike)
    giving = DecisionAction.objects.select_related("decision").get(pk=UUID(cause[len("act:") :]))
    return apply_action(
        giving.decision,
        Wish(one.threshold.action),
        actor=actor,
        by=by,
        approved_by=approved_by,
        until=until,
        strike_id=one.strike,
        reached=one.threshold.points,
        is_later=giving.decision != decision,
    )
