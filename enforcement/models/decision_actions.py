from typing import ClassVar

from django.db import models
from django.db.models import Q

from enforcement.actions.names import ActionName, TargetKind
from enforcement.models.decisions import Decision
from lib.append_only import AppendOnly
from lib.ids import new_id
from lib.states import Stateful, StateGraph, Transition


class ActionState(models.TextChoices):
    """Where an action is."""

    PLANNED = "planned"  # within the transaction of its decision
    WAITING = "waiting"  # it begins later
    APPLIED = "applied"
    MOOT = "moot"  # what it was about was gone already
    EXPIRED = "expired"  # its time was over
    REVERSED = "reversed"  # another decision took the place of its own, or its strike fell


A = ActionState
ACTION_GRAPH = StateGraph(
    ActionState,
    initial=A.PLANNED,
    terminal={A.MOOT, A.REVERSED},
    edges={
        A.PLANNED: {A.APPLIED, A.MOOT, A.WAITING},
        # What is superseded before it began never begins.
        A.WAITING: {A.APPLIED, A.MOOT, A.REVERSED},
        A.APPLIED: {A.EXPIRED, A.REVERSED},
        A.EXPIRED: {A.REVERSED},
    },
)


class DecisionActionTransition(Transition):
    """One step on an action's way; ids and codes only."""

    class Meta(AppendOnly.Meta):
        abstract = False


class DecisionAction(Stateful):
    """One action of a decision: what it was done to, what it changed (`changed`: ids and codes at
    the owner's, under the cause `act:<id>`), from when where that is later than the decision, until
    when, and which decision reversed it. `position`
    counts from the gravest. `value`: the code that it asks for. `reached`: points of the strike
    ladder, where `strike` reached them and this follows."""

    state_graph = ACTION_GRAPH
    transition_model = DecisionActionTransition

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="actions")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=20, choices=ActionName)
    target_kind = models.CharField(max_length=8, choices=TargetKind)
    target_id = models.UUIDField(null=True)
    value = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=8, choices=ActionState, default=ACTION_GRAPH.initial)
    changed = models.JSONField(default=dict)
    begins_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reversed_by = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, related_name="reversals"
    )
    strike_id = models.UUIDField(null=True)
    reached = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["decision", "position"], name="actions_of_a_decision_have_an_order"
            ),
            models.CheckConstraint(
                name="a_reversed_action_names_the_decision_that_reversed_it",
                condition=Q(state=ActionState.REVERSED, reversed_by__isnull=False)
                | (~Q(state=ActionState.REVERSED) & Q(reversed_by=None)),
            ),
            models.CheckConstraint(
                name="an_ended_action_says_since_when",
                condition=Q(
                    state__in=[ActionState.EXPIRED, ActionState.REVERSED], ended_at__isnull=False
                )
                | (~Q(state__in=[ActionState.EXPIRED, ActionState.REVERSED]) & Q(ended_at=None)),
            ),
            models.CheckConstraint(
                name="an_action_that_waits_says_for_when",
                condition=~Q(state=ActionState.WAITING) | Q(begins_at__isnull=False),
            ),
            models.CheckConstraint(
                name="what_a_threshold_does_names_its_strike",
                condition=Q(reached=None, strike_id=None)
                | Q(reached__isnull=False, strike_id__isnull=False),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["until"],
                name="actions_that_end_by_themselves",
                condition=Q(state=ActionState.APPLIED, until__isnull=False),
            ),
            models.Index(
                fields=["begins_at"],
                name="actions_that_begin_later",
                condition=Q(state=ActionState.WAITING),
            ),
        ]

    @property
    def cause(self) -> str:
        """Under which the owner of what it changed knows it."""
        return f"act:{self.pk}"
