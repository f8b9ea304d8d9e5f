"""What was decided, and what it did. Decisions are append-only: another takes the place of one."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from enforcement.limits import LEGAL_CHARACTERS
from enforcement.models.cases import Case
from enforcement.reasons import CODES
from enforcement.rule_sets import present
from enforcement.states import Outcome
from enforcement.subjects.kinds import SubjectKind
from enforcement.subjects.registry import public_id_of
from lib.append_only import AppendOnly
from lib.crypto.fields import EncryptedTextField
from lib.ids import IdKind, new_id
from lib.models import TypedIdModel


class DecisionSource(models.TextChoices):
    """Who decided."""

    PERSON = "person", "A reviewer"
    AUTOMATION = "automation", "The system, where a policy says so"
    LEGAL = "legal", "A reviewer, by an order or a law"


class Ground(models.TextChoices):
    """What was broken (DSA, Article 17(3)(d) and (e))."""

    TERMS = "terms", "Our rules"
    LAW = "law", "A law"


class Decision(TypedIdModel, AppendOnly):
    """About one thing, with or without a report (`case` is empty then). `policies`: the rules, as
    codes of reasons. `decided_by` and `approved_by` are labels of actors; the second only where two
    had to agree. `supersedes`: the one whose place it takes; what that did is undone with it.
    `legal_ground`: the law or the order; `no_appeal`: for which nobody may appeal to us.
    `appeal_round`: how many appeals led to it (E26). `rules_version`: in which words the rules
    stood then (rule_sets/)."""

    id_kind = IdKind.DECISION

    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="decisions")
    subject_kind = models.CharField(max_length=16, choices=SubjectKind)
    subject_id = models.UUIDField()
    owner_id = models.UUIDField(db_index=True)
    source = models.CharField(max_length=12, choices=DecisionSource)
    ground = models.CharField(max_length=8, choices=Ground, default=Ground.TERMS)
    legal_ground = models.CharField(max_length=LEGAL_CHARACTERS, blank=True)
    no_appeal = models.BooleanField(default=False)
    appeal_round = models.PositiveSmallIntegerField(default=0)
    policies = ArrayField(models.CharField(max_length=32, choices=CODES))
    rules_version = models.PositiveSmallIntegerField(default=present)
    outcome = models.CharField(max_length=12, choices=Outcome)
    decided_by = models.CharField(max_length=64)
    approved_by = models.CharField(max_length=64, blank=True)
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="superseded_by"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta(AppendOnly.Meta):
        abstract = False
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="a_decision_names_the_rules_that_it_rests_on", condition=~Q(policies=[])
            ),
            models.CheckConstraint(
                name="nobody_approves_what_they_decided",
                condition=Q(approved_by="") | ~Q(approved_by=F("decided_by")),
            ),
            models.CheckConstraint(
                name="a_decision_that_rests_on_a_law_names_it",
                condition=~Q(ground=Ground.LAW) | ~Q(legal_ground=""),
            ),
            models.CheckConstraint(
                name="an_appeal_is_closed_by_a_law_alone",
                condition=Q(no_appeal=False) | Q(ground=Ground.LAW),
            ),
            # However many decide at once, a case has one first decision.
            models.UniqueConstraint(
                fields=["case"],
                name="a_case_has_one_decision_that_takes_no_place",
                condition=Q(case__isnull=False, supersedes=None),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["subject_kind", "subject_id", "-at"], name="decisions_about_a_thing"
            ),
            models.Index(fields=["-at", "-id"], name="decisions_newest"),
        ]

    @property
    def subject(self) -> str:
        """The typed id of the thing."""
        return public_id_of(self.subject_kind, self.subject_id)


class DecisionText(models.Model):
    """Why, in words for the person whom it concerns. Goes after its time; the decision stays."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="text")
    statement = EncryptedTextField()
    at = models.DateTimeField(default=timezone.now, db_index=True)


class DecisionNote(models.Model):
    """What staff say to staff. Never in an answer, a notice or an export to others."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="notes")
    by = models.CharField(max_length=64)
    text = EncryptedTextField()
    at = models.DateTimeField(default=timezone.now, db_index=True)
