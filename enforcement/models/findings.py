from typing import ClassVar

from django.db import models
from django.utils import timezone

from enforcement.models.cases import Case
from moderation.categories import Category


class CaseFinding(models.Model):
    """A pattern that moderation found, in the case that it opened or joined: without any report.
    What it is made of stands with moderation, under `finding_id`."""

    finding_id = models.UUIDField()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="findings")
    kind = models.CharField(max_length=32)
    category = models.CharField(max_length=16, choices=Category)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["finding_id"], name="a_finding_belongs_to_one_case")
        ]
