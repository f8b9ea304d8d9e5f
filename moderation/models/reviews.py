"""What waits for a person: contested refusals, and what was held."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from lib.append_only import AppendOnly
from lib.crypto.fields import EncryptedTextField
from lib.ids import IdKind
from lib.models import TypedIdModel
from lib.states import Stateful, StateGraph, Transition
from moderation.categories import Category


class ReviewState(models.TextChoices):
    """Where a review is."""

    OPEN = "open"
    DECIDED = "decided"
    LAPSED = "lapsed"  # its subject is gone, or nobody decided in time


class Cause(models.TextChoices):
    """Why a person has to look."""

    CONTESTED = "contested"
    POLICY = "policy"  # a threshold asks for a person
    UNASSESSED = "unassessed"  # for a day nobody could assess it
    DISAGREEMENT = "disagreement"  # the monitor would act and the others not, or the reverse


class Outcome(models.TextChoices):
    """What a person decided."""

    FINE_FOR_ALL = "fine_for_all"
    FINE_FOR_ADULTS = "fine_for_adults"
    REFUSED = "refused"


REVIEW_GRAPH = StateGraph(
    ReviewState,
    initial=ReviewState.OPEN,
    terminal={ReviewState.DECIDED, ReviewState.LAPSED},
    edges={ReviewState.OPEN: {ReviewState.DECIDED, ReviewState.LAPSED}},
)


class ReviewTransition(Transition):
    """Who decided when; outlives the review and holds codes only."""

    database_rights: ClassVar[dict[str, str]] = {"likeness": "SELECT, INSERT"}

    class Meta(AppendOnly.Meta):
        abstract = False


class Review(Stateful, TypedIdModel):
    """One question to a person. `subject` is a typed id, `person_id` its maker's.

    `statement` is what the maker says of it, where they contested; 1,000 characters at most.
    """

    id_kind = IdKind.REVIEW
    state_graph = REVIEW_GRAPH
    transition_model = ReviewTransition

    subject = models.CharField(max_length=40, db_index=True)
    person_id = models.UUIDField()
    stage = models.CharField(max_length=16)
    category = models.CharField(max_length=16, choices=Category, blank=True)
    cause = models.CharField(max_length=12, choices=Cause)
    statement = EncryptedTextField(null=True)
    state = models.CharField(max_length=8, choices=ReviewState, default=REVIEW_GRAPH.initial)
    outcome = models.CharField(max_length=16, choices=Outcome, blank=True)
    opened_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)

    database_rights: ClassVar[dict[str, str]] = {"likeness": "SELECT, INSERT"}

    class Meta:
        permissions = (("decide_review", "Can decide about what was refused or held"),)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["subject"],
                name="one_open_review_for_a_thing",
                condition=Q(state=ReviewState.OPEN),
            ),
            models.UniqueConstraint(
                fields=["subject"],
                name="a_thing_is_contested_once",
                condition=Q(cause=Cause.CONTESTED),
            ),
            models.CheckConstraint(
                name="a_review_has_an_outcome_exactly_when_decided",
                condition=(
                    Q(state=ReviewState.DECIDED) & ~Q(outcome="") & Q(decided_at__isnull=False)
                )
                | (~Q(state=ReviewState.DECIDED) & Q(outcome="")),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["opened_at"],
                name="reviews_open_oldest",
                condition=Q(state=ReviewState.OPEN),
            )
        ]
