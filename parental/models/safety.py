"""A teen who calls for help, and what staff tell guardians."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from lib.append_only import AppendOnly
from lib.ids import IdKind
from lib.models import TypedIdModel
from lib.states import Stateful, Transition
from parental.states import (
    ALERT_GRAPH,
    CASE_GRAPH,
    UNSAFE,
    AlertCode,
    AlertState,
    CaseOutcome,
    CaseState,
    EndReason,
    ExceptionCode,
)


class SafetyCaseTransition(Transition):
    """Who of staff did what with it."""

    class Meta(AppendOnly.Meta):
        abstract = False


class SafetyCase(Stateful, TypedIdModel):
    """A teen said that they do not know a guardian, or are not safe. For staff, before all else."""

    id_kind = IdKind.SAFETY_CASE
    state_graph = CASE_GRAPH
    transition_model = SafetyCaseTransition

    link_id = models.UUIDField()
    teen_id = models.UUIDField(db_index=True)
    guardian_id = models.UUIDField(db_index=True)
    said = models.CharField(
        max_length=20, choices=[(one.value, one.label) for one in sorted(UNSAFE)]
    )
    state = models.CharField(max_length=10, choices=CaseState, default=CASE_GRAPH.initial)
    taken_by = models.UUIDField(null=True)
    outcome = models.CharField(max_length=20, choices=CaseOutcome, blank=True)
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        permissions = (("handle_case", "Can take and close a safety case"),)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="a_closed_safety_case_says_what_came_of_it",
                condition=Q(state=CaseState.CLOSED, closed_at__isnull=False) & ~Q(outcome="")
                | ~Q(state=CaseState.CLOSED) & Q(closed_at=None, outcome=""),
            ),
            models.CheckConstraint(
                name="a_taken_safety_case_has_somebody",
                condition=Q(state=CaseState.OPEN) | Q(taken_by__isnull=False),
            ),
        ]

    @property
    def is_about_fear(self) -> bool:
        """Whether the teen said more than that this is nobody they know."""
        return self.said == EndReason.NOT_SAFE


class SafetyAlertTransition(Transition):
    """Who proposed, confirmed or declined an alert."""

    class Meta(AppendOnly.Meta):
        abstract = False


class SafetyAlert(Stateful, TypedIdModel):
    """What a person of staff wants guardians to hear, and another looked at (R7)."""

    id_kind = IdKind.SAFETY_ALERT
    state_graph = ALERT_GRAPH
    transition_model = SafetyAlertTransition

    teen_id = models.UUIDField(db_index=True)
    code = models.CharField(max_length=16, choices=AlertCode)
    case = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=10, choices=AlertState, default=ALERT_GRAPH.initial)
    proposed_by = models.UUIDField()
    decided_by = models.UUIDField(null=True)
    told = models.PositiveSmallIntegerField(default=0)
    proposed_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        permissions = (
            ("propose_alert", "Can propose to alert guardians"),
            ("confirm_alert", "Can confirm an alert that another proposed"),
        )
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="another_decides_about_an_alert_than_proposed",
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="no_alert_leaves_before_a_second_look",
                condition=Q(state=AlertState.PROPOSED, decided_by=None, decided_at=None)
                | ~Q(state=AlertState.PROPOSED)
                & Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
        ]


class AlertException(models.Model):
    """This guardian is told of no alert about this teen."""

    teen_id = models.UUIDField()
    guardian_id = models.UUIDField()
    code = models.CharField(max_length=16, choices=ExceptionCode)
    made_by = models.UUIDField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["teen_id", "guardian_id"], name="a_guardian_is_excepted_once_for_a_teen"
            )
        ]
