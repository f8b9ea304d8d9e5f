"""What is looked at: one thing, whoever and however many said so."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from enforcement.models.transitions import CaseTransition
from enforcement.reasons import Queue
from enforcement.states import CASE_GRAPH, UNDECIDED, WAITING, CaseSource, CaseState, Outcome
from enforcement.subjects.kinds import SubjectKind
from enforcement.subjects.registry import public_id_of
from lib.ids import IdKind
from lib.models import TypedIdModel
from lib.states import Stateful


class Case(Stateful, TypedIdModel):
    """`subject_kind` and `subject_id` name the thing, `owner_id` whose it is. `diverted`: of child
    safety, apart from all others. `priority` is 0 to 100 and `components` say what it is made of;
    `force_review`: shown whatever its priority. `report_count`: reports that count, and
    `reporter_count` the different people among them. `follows`: the case that was decided about
    the same thing before. `priced_at`: when the priority was computed; `examined_at`: when
    automation had looked; `sent_at`: when a sweeper last asked a worker to look, or to answer its
    reports once it was decided; `warned_at`, `breached_at`: when staff were told of its clock.
    """

    id_kind = IdKind.CASE
    state_graph = CASE_GRAPH
    transition_model = CaseTransition

    subject_kind = models.CharField(max_length=16, choices=SubjectKind)
    subject_id = models.UUIDField()
    owner_id = models.UUIDField(db_index=True)
    source = models.CharField(max_length=8, choices=CaseSource, default=CaseSource.REPORT)
    queue = models.CharField(max_length=16, choices=Queue)
    diverted = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=CaseState, default=CASE_GRAPH.initial)
    severity = models.PositiveSmallIntegerField(default=0)
    priority = models.PositiveSmallIntegerField(default=0)
    components = models.JSONField(default=dict)
    force_review = models.BooleanField(default=False)
    report_count = models.PositiveIntegerField(default=0)
    reporter_count = models.PositiveIntegerField(default=0)
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="followed_by"
    )
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    opened_at = models.DateTimeField(default=timezone.now)
    last_reported_at = models.DateTimeField(null=True)
    sla_due_at = models.DateTimeField()
    priced_at = models.DateTimeField(default=timezone.now)
    examined_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    warned_at = models.DateTimeField(null=True)
    breached_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        permissions = (
            ("handle_case", "Can look at and decide cases of the general queue"),
            ("handle_urgent", "Can look at and decide cases of danger to life"),
            ("handle_intimate", "Can look at and decide cases of intimate images"),
            ("handle_likeness", "Can look at and decide cases of likenesses"),
            ("handle_ages", "Can look at and decide cases about ages"),
            ("handle_impersonation", "Can look at complaints of impersonation"),
            ("handle_child_safety", "Can look at cases of child safety"),
            ("sanction_person", "Can strike, limit, suspend and ban, and fill hash banks"),
            ("decide_without_case", "Can decide about what nobody reported"),
            ("lead_queue", "Can see who works on which cases, and what was skipped"),
        )
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # An appeal is a case of its own about the same thing.
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "diverted"],
                condition=Q(state__in=sorted(UNDECIDED)) & ~Q(source=CaseSource.APPEAL),
                name="one_open_case_for_a_thing",
            ),
            models.CheckConstraint(
                name="child_safety_has_a_queue_of_its_own",
                condition=Q(diverted=True, queue=Queue.CHILD_SAFETY)
                | (Q(diverted=False) & ~Q(queue=Queue.CHILD_SAFETY)),
            ),
            models.CheckConstraint(
                name="a_decided_case_says_what_was_found",
                condition=Q(state__in=sorted(UNDECIDED), decided_at=None, outcome="")
                | (Q(decided_at__isnull=False) & ~Q(outcome=""))
                | Q(state=CaseState.CLOSED, decided_at=None, outcome=""),
            ),
            models.CheckConstraint(
                name="a_case_has_an_end_exactly_when_closed",
                condition=Q(state=CaseState.CLOSED, closed_at__isnull=False)
                | (~Q(state=CaseState.CLOSED) & Q(closed_at=None)),
            ),
            models.CheckConstraint(
                name="the_priority_of_a_case_is_at_most_100", condition=Q(priority__lte=100)
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["queue", "-priority", "sla_due_at", "id"],
                name="cases_by_queue_and_priority",
                condition=Q(state__in=sorted(UNDECIDED)),
            ),
            models.Index(
                fields=["-priority", "sla_due_at", "id"],
                name="cases_by_whose_turn_it_is",
                condition=Q(state__in=sorted(WAITING)),
            ),
            models.Index(fields=["-priority", "sla_due_at", "id"], name="cases_by_priority"),
            models.Index(
                fields=["sla_due_at"],
                name="cases_by_their_clock",
                condition=Q(state__in=sorted(UNDECIDED)),
            ),
            models.Index(
                fields=["priced_at"],
                name="cases_by_age_of_their_priority",
                condition=Q(state__in=sorted(UNDECIDED), diverted=False),
            ),
            models.Index(
                fields=["opened_at"],
                name="cases_nobody_has_examined",
                condition=Q(state__in=sorted(UNDECIDED), diverted=False, examined_at=None),
            ),
            models.Index(
                fields=["subject_kind", "subject_id", "-opened_at"], name="cases_about_a_thing"
            ),
            # Each page of a film asks whether one of these is about it, by whichever post.
            models.Index(
                fields=["subject_kind", "subject_id"],
                name="cases_of_child_safety",
                condition=Q(diverted=True),
            ),
        ]

    @property
    def subject(self) -> str:
        """The typed id of the thing."""
        return public_id_of(self.subject_kind, self.subject_id)
