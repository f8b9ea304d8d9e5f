"""What people say against a decision, and what became of that."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from enforcement.models.cases import Case
from enforcement.models.contacts import Contact
from enforcement.models.decisions import Decision
from enforcement.models.reports import Report
from lib.append_only import AppendOnly
from lib.crypto.fields import EncryptedTextField
from lib.ids import IdKind, new_id
from lib.models import TypedIdModel
from lib.states import Stateful, StateGraph, Transition


class AppealState(models.TextChoices):
    """What became of it."""

    PENDING = "pending"
    RESOLVED = "resolved"
    SUPERSEDED = "superseded"  # another decision took the place of the one that it was about
    EXPIRED = "expired"  # whoever appealed left before it was answered


S = AppealState
APPEAL_GRAPH = StateGraph(
    AppealState,
    initial=S.PENDING,
    terminal={S.RESOLVED, S.SUPERSEDED, S.EXPIRED},
    edges={S.PENDING: {S.RESOLVED, S.SUPERSEDED, S.EXPIRED}},
)


class AppealOutcome(models.TextChoices):
    """What another reviewer found."""

    UPHELD = "upheld", "The decision stands"
    OVERTURNED = "overturned", "Another decision took its place"


class Party(models.TextChoices):
    """Who appeals: whose it is, or somebody who reported it."""

    OWNER = "owner"
    REPORTER = "reporter"


class AppealTransition(Transition):
    """One step on an appeal's way; ids and codes only."""

    class Meta(AppendOnly.Meta):
        abstract = False


LOCKED_BY = "appeal:"  # how the causes of what appeals hold begin


class Appeal(Stateful, TypedIdModel):
    """One person's appeal against one decision, once. `person_id`: the account; `contact`: somebody
    without one, who reported. `case`: where it is answered, with those that others of the same side
    sent meanwhile. `locked`: the film lends itself to no remix or download until then (E53).
    `result`: the decision that took the place."""

    id_kind = IdKind.APPEAL
    state_graph = APPEAL_GRAPH
    transition_model = AppealTransition

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="appeals")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="appeals")
    party = models.CharField(max_length=8, choices=Party)
    person_id = models.UUIDField(null=True)
    contact = models.ForeignKey(
        Contact, on_delete=models.PROTECT, null=True, related_name="appeals"
    )
    report = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, related_name="appeals")
    state = models.CharField(max_length=10, choices=AppealState, default=APPEAL_GRAPH.initial)
    outcome = models.CharField(max_length=10, choices=AppealOutcome, blank=True)
    result = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, related_name="answers_appeals"
    )
    locked = models.BooleanField(default=False)
    opened_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["decision", "person_id"],
                name="a_person_appeals_a_decision_once",
                condition=Q(person_id__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["decision", "contact"],
                name="a_contact_appeals_a_decision_once",
                condition=Q(contact__isnull=False),
            ),
            models.CheckConstraint(
                name="an_appeal_comes_from_a_party",
                condition=Q(party=Party.OWNER, person_id__isnull=False, contact=None, report=None)
                | Q(
                    party=Party.REPORTER,
                    report__isnull=False,
                    contact=None,
                    person_id__isnull=False,
                )
                | Q(
                    party=Party.REPORTER,
                    report__isnull=False,
                    contact__isnull=False,
                    person_id=None,
                ),
            ),
            models.CheckConstraint(
                name="an_appeal_has_an_end_exactly_when_settled",
                condition=Q(state=AppealState.PENDING, settled_at=None)
                | (~Q(state=AppealState.PENDING) & Q(settled_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="a_resolved_appeal_says_what_was_found",
                condition=Q(state=AppealState.RESOLVED, outcome=AppealOutcome.UPHELD, result=None)
                | Q(
                    state=AppealState.RESOLVED,
                    outcome=AppealOutcome.OVERTURNED,
                    result__isnull=False,
                )
                | (~Q(state=AppealState.RESOLVED) & Q(outcome="", result=None)),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["person_id", "-opened_at", "-id"],
                name="appeals_of_a_person_newest",
                condition=Q(person_id__isnull=False),
            ),
            models.Index(fields=["-opened_at", "-id"], name="appeals_newest"),
        ]

    @property
    def cause(self) -> str:
        """Under which the owner of what it holds knows it."""
        return f"{LOCKED_BY}{self.pk}"


class AppealText(models.Model):
    """What they said, and what they were answered. Goes after its time; the appeal stays."""

    appeal = models.OneToOneField(Appeal, on_delete=models.PROTECT, related_name="words")
    text = EncryptedTextField()
    answer = EncryptedTextField(null=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)


class AppealMessage(models.Model):
    """A question of whoever answers an appeal, or the reply to it (E28), in turn. Goes with the
    other words. `asked_by`: which member of staff asks, who is told of the reply."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="messages")
    from_staff = models.BooleanField()
    asked_by = models.UUIDField(null=True)
    text = EncryptedTextField()
    at = models.DateTimeField(default=timezone.now, db_index=True)


class AppealLink(models.Model):
    """Opens the appeal of one decision to whoever has its letter, and nothing else (E29). `digest`:
    of the token, which no table holds."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="appeal_links")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(db_index=True)
