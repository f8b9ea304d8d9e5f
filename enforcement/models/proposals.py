from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from enforcement.models.cases import Case
from enforcement.models.decisions import Decision
from enforcement.subjects.kinds import SubjectKind
from enforcement.subjects.registry import public_id_of
from lib.append_only import AppendOnly
from lib.crypto.fields import EncryptedJSONField
from lib.ids import IdKind
from lib.models import TypedIdModel
from lib.states import Stateful, StateGraph, Transition


class ProposalState(models.TextChoices):
    """What became of it. Only what was approved is a decision."""

    WAITING = "waiting"
    APPROVED = "approved"
    DROPPED = "dropped"


P = ProposalState
PROPOSAL_GRAPH = StateGraph(
    ProposalState,
    initial=P.WAITING,
    terminal={P.APPROVED, P.DROPPED},
    edges={P.WAITING: {P.APPROVED, P.DROPPED}},
)


class ProposalTransition(Transition):
    """Who asked, and who approved or dropped it."""

    class Meta(AppendOnly.Meta):
        abstract = False


class Proposal(Stateful, TypedIdModel):
    """A decision that takes two people, and has one: nothing of it holds, and nobody is told.
    `wanted`: all of it, sealed; emptied when it is settled."""

    id_kind = IdKind.PROPOSAL
    state_graph = PROPOSAL_GRAPH
    transition_model = ProposalTransition

    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="proposals")
    subject_kind = models.CharField(max_length=16, choices=SubjectKind)
    subject_id = models.UUIDField()
    owner_id = models.UUIDField()
    wanted = EncryptedJSONField(null=True)
    state = models.CharField(max_length=8, choices=ProposalState, default=PROPOSAL_GRAPH.initial)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField(default=timezone.now)
    settled_by = models.UUIDField(null=True)
    settled_at = models.DateTimeField(null=True)
    decision = models.OneToOneField(
        Decision, on_delete=models.PROTECT, null=True, related_name="proposal"
    )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id"],
                name="one_proposal_waits_for_a_thing",
                condition=Q(state=ProposalState.WAITING),
            ),
            models.CheckConstraint(
                name="nobody_approves_what_they_proposed",
                condition=~Q(state=ProposalState.APPROVED)
                | (Q(settled_by__isnull=False) & ~Q(settled_by=F("asked_by"))),
            ),
            models.CheckConstraint(
                name="what_is_settled_keeps_no_words_of_a_proposal",
                condition=Q(state=ProposalState.WAITING, wanted__isnull=False)
                | (~Q(state=ProposalState.WAITING) & Q(wanted__isnull=True)),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["asked_at"],
                name="proposals_that_wait",
                condition=Q(state=ProposalState.WAITING),
            )
        ]

    @property
    def subject(self) -> str:
        """The typed id of the thing."""
        return public_id_of(self.subject_kind, self.subject_id)
