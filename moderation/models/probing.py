"""Repeated refusals of one person: what was refused, what followed, and what looks like probing."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from lib.append_only import AppendOnly
from lib.crypto.fields import EncryptedTextField
from lib.ids import IdKind
from lib.models import TypedIdModel
from lib.states import Stateful, StateGraph, Transition
from moderation.categories import Category, Surface


class CoolingOff(TypedIdModel):
    """For so long a person may not try further words. `points` of `needed` led to it; `level`
    counts how often lately. `lifted_at`: taken back, so that it never counts again."""

    id_kind = IdKind.COOLING_OFF

    person_id = models.UUIDField()
    level = models.PositiveSmallIntegerField()
    points = models.PositiveSmallIntegerField()
    needed = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "cooling-off"
        verbose_name_plural = "cooling-offs"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person_id", "-until"], name="cooling_offs_of_a_person")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="a_cooling_off_ends_after_it_starts", condition=Q(until__gt=F("started_at"))
            ),
            models.CheckConstraint(
                name="a_cooling_off_has_the_points_it_needs",
                condition=Q(points__gte=F("needed"), needed__gt=0),
            ),
        ]


class RefusedTextQuerySet(models.QuerySet["RefusedText"]):
    """Whose rules refused it."""

    def elsewhere(self) -> Self:
        """A processor's: nobody said for what."""
        return self.filter(category="")

    def by_us(self) -> Self:
        """Our policy's."""
        return self.exclude(category="")


class RefusedText(TypedIdModel):
    """Words that the policy blocked when their author sent them; or, without a category and without
    words, a wish that a processor refused by rules of its own.

    `origin` makes it one: the id of the thing, or a keyed hash of the request where no thing was
    kept. `subject` is the thing's typed id, or empty. `points` is its weight (probing/limits.py);
    0 where it repeats what was refused before. `answered_by`: it has led to that cooling-off and
    counts no more. `words` are forgotten after some days.
    """

    id_kind = IdKind.REFUSED_TEXT

    person_id = models.UUIDField()
    origin = models.CharField(max_length=64)
    subject = models.CharField(max_length=40, blank=True, db_index=True)
    surface = models.CharField(max_length=20, choices=Surface)
    category = models.CharField(max_length=16, choices=Category)
    points = models.PositiveSmallIntegerField()
    words = EncryptedTextField(null=True)
    at = models.DateTimeField(default=timezone.now)
    overturned_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        CoolingOff, on_delete=models.SET_NULL, null=True, related_name="answers"
    )

    objects = RefusedTextQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person_id", "origin"], name="a_refused_text_is_counted_once"
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person_id", "-at"], name="refused_texts_of_a_person"),
            models.Index(fields=["at"], name="refused_texts_oldest"),
        ]


class ProbingState(models.TextChoices):
    """Whether staff still have to look."""

    OPEN = "open"
    CLOSED = "closed"


PROBING_GRAPH = StateGraph(
    ProbingState,
    initial=ProbingState.OPEN,
    terminal={ProbingState.CLOSED},
    edges={ProbingState.OPEN: {ProbingState.CLOSED}},
)


class ProbingTransition(Transition):
    """Who closed it when."""

    class Meta(AppendOnly.Meta):
        abstract = False


class ProbingFinding(Stateful, TypedIdModel):
    """Refused words of one person that are near each other: one thing tried in many ways.

    From `first_at` to `last_at`. It is something for staff to look at and nothing else follows
    from it by itself. `method` says by what nearness was measured.
    """

    id_kind = IdKind.PROBING
    state_graph = PROBING_GRAPH
    transition_model = ProbingTransition

    person_id = models.UUIDField(db_index=True)
    category = models.CharField(max_length=16, choices=Category)
    method = models.CharField(max_length=32)
    state = models.CharField(max_length=8, choices=ProbingState, default=PROBING_GRAPH.initial)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    raised_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person_id"],
                name="one_open_probing_finding_for_a_person",
                condition=Q(state=ProbingState.OPEN),
            ),
            models.CheckConstraint(
                name="a_probing_finding_has_an_end_exactly_when_closed",
                condition=Q(state=ProbingState.CLOSED, closed_at__isnull=False)
                | Q(state=ProbingState.OPEN, closed_at__isnull=True),
            ),
        ]


class ProbingMember(models.Model):
    """A refused text in a cluster. `similarity` (0..1) is to its nearest neighbour there."""

    finding = models.ForeignKey(ProbingFinding, on_delete=models.CASCADE, related_name="members")
    refused_id = models.UUIDField(unique=True)
    subject = models.CharField(max_length=40)
    similarity = models.FloatField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="a_similarity_lies_within_0_and_1",
                condition=Q(similarity__gte=0, similarity__lte=1),
            )
        ]
