"""What people said about a thing, and from where."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from enforcement.claim_kinds import ClaimKind, says_whom
from enforcement.models.cases import Case
from enforcement.models.contacts import Contact
from enforcement.models.transitions import ReportTransition
from enforcement.reasons import CODES
from enforcement.states import REPORT_GRAPH, Outcome, ReportState
from enforcement.subjects.kinds import SubjectKind
from enforcement.subjects.registry import public_id_of
from lib.crypto.fields import EncryptedTextField
from lib.ids import IdKind
from lib.models import TypedIdModel
from lib.states import Stateful


class Report(Stateful, TypedIdModel):
    """One person's word about one thing. `reporter_id` is an account, `contact` a confirmed address
    of somebody without one. `counts`: it is part of what its case weighs; not while its reporter
    was muted or it was found invalid. `verified`: the reporter's likeness is in it by our records.
    `gone`: the thing was gone already. `text` is empty for child safety (it lies in the vault), and
    once its reporter left. `claim`, `of_id`, `of_word`: whom it passes for, of impersonation.
    `weighed`: it was counted in what is known of its reporter.
    """

    id_kind = IdKind.REPORT
    state_graph = REPORT_GRAPH
    transition_model = ReportTransition

    reporter_id = models.UUIDField(null=True)
    contact = models.ForeignKey(
        Contact, on_delete=models.PROTECT, null=True, related_name="reports"
    )
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="reports")
    subject_kind = models.CharField(max_length=16, choices=SubjectKind)
    subject_id = models.UUIDField()
    owner_id = models.UUIDField()
    reason = models.CharField(max_length=32, choices=CODES)
    claim = models.CharField(max_length=6, choices=ClaimKind, blank=True)
    of_id = models.UUIDField(null=True)
    of_word = models.CharField(max_length=40, blank=True)
    text = EncryptedTextField(null=True)
    start_s = models.FloatField(null=True)
    end_s = models.FloatField(null=True)
    about_me = models.BooleanField(default=False)
    verified = models.BooleanField(default=False)
    trusted = models.BooleanField(default=False)
    diverted = models.BooleanField(default=False)
    gone = models.BooleanField(default=False)
    counts = models.BooleanField(default=True)
    weighed = models.CharField(max_length=12, choices=Outcome, blank=True)
    state = models.CharField(max_length=12, choices=ReportState, default=REPORT_GRAPH.initial)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        permissions = (("manage_reporters", "Can mute reporters and set their reports aside"),)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="a_report_comes_from_an_account_or_a_confirmed_contact",
                condition=Q(reporter_id__isnull=False, contact=None)
                | Q(reporter_id=None, contact__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["case", "reporter_id", "reason"],
                condition=Q(reporter_id__isnull=False),
                name="a_person_gives_a_reason_once_in_a_case",
            ),
            models.UniqueConstraint(
                fields=["case", "contact", "reason"],
                condition=Q(contact__isnull=False),
                name="a_contact_gives_a_reason_once_in_a_case",
            ),
            models.CheckConstraint(
                name="a_part_of_a_film_has_two_ends_in_order",
                condition=Q(start_s=None, end_s=None) | Q(start_s__gte=0, end_s__gte=F("start_s")),
            ),
            models.CheckConstraint(
                name="words_about_child_safety_lie_in_the_vault_alone",
                condition=Q(diverted=False) | Q(text__isnull=True, start_s=None, end_s=None),
            ),
            models.CheckConstraint(
                name="a_report_of_impersonation_says_of_whom", condition=says_whom()
            ),
            models.CheckConstraint(
                name="an_answered_report_says_what_was_found",
                condition=(
                    Q(state=ReportState.ANSWERED, answered_at__isnull=False) & ~Q(outcome="")
                )
                | (~Q(state=ReportState.ANSWERED) & Q(answered_at=None, outcome="")),
            ),
            models.CheckConstraint(
                name="a_report_set_aside_does_not_count",
                condition=~Q(state=ReportState.SET_ASIDE) | Q(counts=False),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["reporter_id", "-created_at", "-id"],
                name="reports_of_a_person_newest",
                condition=Q(reporter_id__isnull=False),
            ),
            models.Index(fields=["subject_kind", "subject_id"], name="reports_about_a_thing"),
            models.Index(fields=["-created_at", "-id"], name="reports_newest"),
            models.Index(
                fields=["of_id"],
                name="reports_of_who_passes_for_whom",
                condition=Q(of_id__isnull=False),
            ),
        ]

    @property
    def subject(self) -> str:
        """The typed id of the thing."""
        return public_id_of(self.subject_kind, self.subject_id)
