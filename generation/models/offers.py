from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from generation.engines.base import SECONDS, Size


class Band(models.TextChoices):
    """Whom an engine is offered to. Unknown age is under 18 (law 3)."""

    ADULT = "adult"
    UNDER_18 = "under_18"


def every_size() -> list[str]:
    return [size.value for size in Size]


def every_length() -> list[int]:
    return list(SECONDS)


class Offer(models.Model):
    """An engine, the sizes and lengths of it that one band may ask for (features.md, G28).

    Where adults have no row they are offered every engine of this house, people under 18 those that
    are bounded in what they draw; once a band has a row, no others. An engine elsewhere needs its
    row. What adults are not offered nobody is (`generation.offers`).
    """

    engine = models.CharField(max_length=32)
    band = models.CharField(max_length=16, choices=Band)
    sizes = ArrayField(models.CharField(max_length=16), default=every_size)
    seconds = ArrayField(models.PositiveSmallIntegerField(), default=every_length)
    is_default = models.BooleanField(
        default=False, help_text="Used where somebody of this band names no model."
    )
    set_by = models.CharField(max_length=64)
    set_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["engine", "band"], name="an_engine_is_offered_once_to_a_band"
            ),
            models.UniqueConstraint(
                fields=["band"], condition=Q(is_default=True), name="a_band_has_one_default_engine"
            ),
        ]
