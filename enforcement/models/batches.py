"""Many cases decided alike, at once, and their way back (E35)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from enforcement.models.cases import Case
from enforcement.models.decisions import Decision
from lib.append_only import AppendOnly
from lib.crypto.fields import EncryptedJSONField
from lib.ids import IdKind, new_id
from lib.models import TypedIdModel
from lib.states import Stateful, StateGraph, Transition


class BatchState(models.TextChoices):
    """Where it is. `planned`: a dry run, of which nothing holds."""

    PLANNED = "planned"
    WAITING = "waiting"  # for a second person
    RUNNING = "running"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"
    DROPPED = "dropped"


B = BatchState
BATCH_GRAPH = StateGraph(
    BatchState,
    initial=B.PLANNED,
    terminal={B.UNDONE, B.DROPPED},
    edges={
        B.PLANNED: {B.WAITING, B.RUNNING, B.DROPPED},
        B.WAITING: {B.RUNNING, B.DROPPED},
        B.RUNNING: {B.DONE},
        B.DONE: {B.UNDOING},
        B.UNDOING: {B.UNDONE},
    },
)
# Something is still to be written to people.
TO_DO = frozenset({B.PLANNED, B.WAITING, B.RUNNING, B.UNDOING})


class BatchTransition(Transition):
    """Who planned, confirmed, approved, dropped or undid it."""

    class Meta(AppendOnly.Meta):
        abstract = False


class Batch(Stateful, TypedIdModel):
    """`words`: what is to be decided, or why it is undone, sealed; emptied when that is done."""

    id_kind = IdKind.BATCH
    state_graph = BATCH_GRAPH
    transition_model = BatchTransition

    words = EncryptedJSONField(null=True)
    state = models.CharField(max_length=8, choices=BatchState, default=BATCH_GRAPH.initial)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField(default=timezone.now)
    approved_by = models.UUIDField(null=True)
    undone_by = models.UUIDField(null=True)

    class Meta:
        verbose_name_plural = "batches"
        permissions = (("decide_in_bulk", "Can decide many cases at once, and undo it"),)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="nobody_approves_their_own_batch",
                condition=Q(approved_by=None) | ~Q(approved_by=F("asked_by")),
            ),
            models.CheckConstraint(
                name="a_batch_has_words_while_something_is_to_do",
                condition=Q(state__in=sorted(TO_DO), words__isnull=False)
                | (~Q(state__in=sorted(TO_DO)) & Q(words__isnull=True)),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["asked_at"],
                name="batches_in_which_is_to_do",
                condition=Q(state__in=sorted(TO_DO)),
            )
        ]


class BatchItem(models.Model):
    """One case of it. `seen`: what the case was when that was planned. `refused`: the code for
    which nothing was decided about it, and `undo_refused` for which that was not undone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="items")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="batch_items")
    seen = models.CharField(max_length=80)
    refused = models.CharField(max_length=40, blank=True)
    decision = models.OneToOneField(
        Decision, on_delete=models.PROTECT, null=True, related_name="batch_item"
    )
    undo_refused = models.CharField(max_length=40, blank=True)
    undone_by = models.OneToOneField(
        Decision, on_delete=models.PROTECT, null=True, related_name="undone_item"
    )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["batch", "case"], name="a_case_is_in_a_batch_once"),
            models.CheckConstraint(
                name="what_was_refused_was_not_decided",
                condition=Q(refused="") | Q(decision=None),
            ),
        ]
