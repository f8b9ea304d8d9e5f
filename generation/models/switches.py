from typing import ClassVar

from django.db import models
from django.utils import timezone

EVERY_ENGINE = "*"


class StopSwitch(models.Model):
    """While a row stands, nothing new is taken on for its engine (or for all of them).

    `halts`: what waits is not drawn either, and what is being drawn goes back to its queue.
    """

    engine = models.CharField(max_length=32, unique=True, default=EVERY_ENGINE)
    engaged_by = models.CharField(max_length=64)
    reason = models.CharField(max_length=200)
    halts = models.BooleanField(
        default=False,
        verbose_name="halt",
        help_text="Also stop what waits and what is being drawn.",
    )
    engaged_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "stop switch"
        verbose_name_plural: ClassVar[str] = "stop switches"
