"""What one member of staff decided about a protected account, and a second has not approved."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from lib.append_only import AppendOnly
from lib.ids import IdKind
from lib.models import TypedIdModel
from lib.states import Stateful, StateGraph, Transition


class HeldVerb(models.TextChoices):
    """What shall be done."""

    STANDING = "standing", "Change standing"
    SIGN_OUT = "sign_out", "End sessions"
    UNPROTECT = "unprotect", "End the protection"
    INVITING = "inviting", "Change who may invite"
    AGE = "age", "Record a finding about the age"
    NAMES = "names", "Mark an impersonation, or end that"
    REGION = "region", "Set the region"
    CORRECT = "correct", "Correct a document about the age"


class HeldState(models.TextChoices):
    """What became of it. Only what was approved is done."""

    WAITING = "waiting"
    APPROVED = "approved"
    DROPPED = "dropped"


S = HeldState
HELD_GRAPH = StateGraph(
    HeldState,
    initial=S.WAITING,
    terminal={S.APPROVED, S.DROPPED},
    edges={S.WAITING: {S.APPROVED, S.DROPPED}},
)


class HeldDecisionTransition(Transition):
    """Who asked, and who approved or dropped it."""

    class Meta(AppendOnly.Meta):
        abstract = False


class HeldDecision(Stateful, TypedIdModel):
    """Nothing of it is in force before `decided_by`, who is not `asked_by`, approves.

    `to` is a standing, what holds of inviting, a finding about an age, whom a profile passes for,
    or a region (with `!`: it may loosen); `came_from` a standing, the number of the signal that
    was a mistake, or the id of the mark that shall end; both are empty where the verb says all.
    `reason` is a code of the verb's. `adult_from`: the day of coming of age that a document said,
    kept while this waits.
    """

    id_kind = IdKind.HELD_DECISION
    state_graph = HELD_GRAPH
    transition_model = HeldDecisionTransition

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="held_decisions"
    )
    verb = models.CharField(max_length=10, choices=HeldVerb)
    came_from = models.CharField(max_length=40, blank=True)
    to = models.CharField(max_length=60, blank=True)
    adult_from = models.DateField(null=True)
    reason = models.CharField(max_length=20)
    state = models.CharField(max_length=8, choices=HeldState, default=HELD_GRAPH.initial)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField(default=timezone.now)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person", "verb"],
                name="one_decision_of_a_kind_waits_for_a_person",
                condition=Q(state=HeldState.WAITING),
            ),
            models.CheckConstraint(
                name="nobody_approves_what_they_asked_for",
                condition=~Q(state=HeldState.APPROVED)
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("asked_by"))),
            ),
            models.CheckConstraint(
                name="a_decided_finding_keeps_no_date",
                condition=Q(adult_from=None) | Q(state=HeldState.WAITING),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["asked_at"],
                name="decisions_that_wait",
                condition=Q(state=HeldState.WAITING),
            ),
        ]
