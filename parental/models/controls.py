"""What guardians set, and how it came to be."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from lib.append_only import AppendOnly
from lib.ids import IdKind
from lib.models import TypedIdModel
from lib.states import Stateful, Transition
from parental.models.links import GuardianLink
from parental.states import PROPOSAL_GRAPH, ProposalKind, ProposalState, ReleaseKind, Side, Why


class Control(models.Model):
    """One limit as one guardian set it: never looser than what holds for every teen. It acts while
    the link is active. `value` is what `accounts.safeguards.parse` takes."""

    link = models.ForeignKey(GuardianLink, on_delete=models.CASCADE, related_name="controls")
    limit = models.CharField(max_length=32)
    value = models.JSONField()
    set_at = models.DateTimeField(default=timezone.now)

    database_rights: ClassVar[dict[str, str]] = {"likeness": "SELECT"}

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["link", "limit"], name="a_guardian_sets_each_limit_once"
            )
        ]


class ProposalTransition(Transition):
    """What became of a change, and by whom."""

    class Meta(AppendOnly.Meta):
        abstract = False


class Proposal(Stateful, TypedIdModel):
    """A change of one control, seen by both (D-11). `value` None: the control goes.

    A decision of the guardian's acts at `acts_at`; a wish, of either side, once the other says yes.
    """

    id_kind = IdKind.FAMILY_PROPOSAL
    state_graph = PROPOSAL_GRAPH
    transition_model = ProposalTransition

    link = models.ForeignKey(GuardianLink, on_delete=models.CASCADE, related_name="proposals")
    by = models.CharField(max_length=10, choices=Side)
    kind = models.CharField(max_length=10, choices=ProposalKind)
    limit = models.CharField(max_length=32)
    value = models.JSONField(null=True)
    why = models.CharField(max_length=10, choices=Why)
    state = models.CharField(max_length=10, choices=ProposalState, default=PROPOSAL_GRAPH.initial)
    made_at = models.DateTimeField(default=timezone.now)
    acts_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["link", "limit", "by"],
                condition=Q(state=ProposalState.OPEN),
                name="each_side_has_one_open_change_of_a_limit",
            ),
            models.CheckConstraint(
                name="a_decision_is_the_guardians_and_has_a_time",
                condition=Q(kind=ProposalKind.DECISION, by=Side.GUARDIAN, acts_at__isnull=False)
                | Q(kind=ProposalKind.WISH, acts_at=None),
            ),
            models.CheckConstraint(
                name="only_the_two_people_propose", condition=Q(by__in=[Side.TEEN, Side.GUARDIAN])
            ),
            models.CheckConstraint(
                name="a_change_is_settled_exactly_when_not_open",
                condition=Q(state=ProposalState.OPEN, settled_at=None)
                | (~Q(state=ProposalState.OPEN) & Q(settled_at__isnull=False)),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["link", "-made_at", "-id"], name="changes_newest_first"),
            models.Index(
                fields=["made_at"], name="changes_that_wait", condition=Q(state=ProposalState.OPEN)
            ),
        ]


class LikenessRelease(models.Model):
    """What of a likeness both said yes to; either takes it back. It stands while both times are
    there and the link is active. A guardian's no stays until the guardian says yes, whatever the
    teen says meanwhile."""

    link = models.ForeignKey(GuardianLink, on_delete=models.CASCADE, related_name="releases")
    kind = models.CharField(max_length=16, choices=ReleaseKind)
    teen_at = models.DateTimeField(null=True)
    guardian_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=10, choices=Side, blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    database_rights: ClassVar[dict[str, str]] = {"likeness": "SELECT"}

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["link", "kind"], name="a_link_has_one_release_of_a_kind"
            ),
            models.CheckConstraint(
                name="who_withdrew_has_not_said_yes_since",
                condition=Q(withdrawn_by="", withdrawn_at=None)
                | Q(withdrawn_by=Side.TEEN, withdrawn_at__isnull=False)
                & Q(teen_at=None, guardian_at=None)
                | Q(withdrawn_by=Side.GUARDIAN, withdrawn_at__isnull=False, guardian_at=None),
            ),
        ]
