from typing import ClassVar

from django.db import models
from django.utils import timezone

from enforcement.models.cases import Case
from lib.ids import new_id
from moderation.categories import Category


class FoundBy(models.TextChoices):
    """Who looked."""

    MODERATION = "moderation", "A pattern of somebody, found over time"
    AUTOMATION = "automation", "Automation, when the case began"


class CaseFinding(models.Model):
    """A pattern that moderation found, in the case that it opened or joined, without any report:
    what it is made of stands with moderation, under `finding_id`. Or what automation found in the
    thing itself: `kind` says how, `detector` what found it, `about` which other thing or entry of a
    hash bank it is like (a typed id or a key), `start_s` and `end_s` where (seconds)."""

    finding_id = models.UUIDField(default=new_id)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="findings")
    kind = models.CharField(max_length=32)
    category = models.CharField(max_length=16, choices=Category, blank=True)
    source = models.CharField(max_length=12, choices=FoundBy, default=FoundBy.MODERATION)
    score = models.FloatField(null=True)
    detector = models.CharField(max_length=40, blank=True)
    about = models.CharField(max_length=64, blank=True)
    start_s = models.FloatField(null=True)
    end_s = models.FloatField(null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["finding_id"], name="a_finding_belongs_to_one_case"),
            models.CheckConstraint(
                name="what_automation_found_has_a_score",
                condition=models.Q(
                    source=FoundBy.AUTOMATION, score__isnull=False, score__gte=0, score__lte=1
                )
                | models.Q(source=FoundBy.MODERATION, score=None),
            ),
        ]
