from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from enforcement.models.decisions import Decision
from lib.append_only import AppendOnly
from lib.ids import new_id


class EvidenceKind(models.TextChoices):
    """What a piece of evidence points at."""

    REPORT = "report", "A report"
    SNAPSHOT = "snapshot", "What was frozen of the thing"
    FINDING = "finding", "A pattern that detectors found"
    SCAN = "scan", "What detectors found in it"
    PART = "part", "A part of the film"


class DecisionEvidence(AppendOnly):
    """What a decision rests on beside its rules: a reference (`about`), or a part of the film in
    seconds. For staff and for whoever looks again; its person reads of what kind it is, and the
    parts (facts.py). What it points at has its own end."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="evidence")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=EvidenceKind)
    about = models.UUIDField(null=True)
    start_s = models.FloatField(null=True)
    end_s = models.FloatField(null=True)

    class Meta(AppendOnly.Meta):
        abstract = False
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["decision", "position"], name="evidence_of_a_decision_has_an_order"
            ),
            models.CheckConstraint(
                name="evidence_is_a_reference_or_a_part_of_a_film",
                condition=Q(
                    kind=EvidenceKind.PART, about=None, start_s__gte=0, end_s__gte=F("start_s")
                )
                | (~Q(kind=EvidenceKind.PART) & Q(about__isnull=False, start_s=None, end_s=None)),
            ),
        ]
