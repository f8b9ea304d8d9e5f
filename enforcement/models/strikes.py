from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from lib.ids import new_id


class StrikeLevel(models.TextChoices):
    """How grave; what follows stands in enforcement/ladder.py."""

    MINOR = "minor"
    SERIOUS = "serious"
    GRAVE = "grave"


class Strike(models.Model):
    """Of one action (`cause`), against a person. It counts until `expires_at`, unless it was lifted
    before: then it never counted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person_id = models.UUIDField()
    level = models.CharField(max_length=8, choices=StrikeLevel)
    cause = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="a_strike_counts_for_a_time", condition=Q(expires_at__gt=F("at"))
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["person_id", "at"],
                name="strikes_of_a_person",
                condition=Q(lifted_at=None),
            )
        ]
