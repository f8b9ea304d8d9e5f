from typing import ClassVar

from django.db import models
from django.utils import timezone

THE_ONE = 1


class BlockedSwitch(models.Model):
    """While its one row stands, somebody may be added to the gallery of blocked people; without it
    nobody is, and whoever stands in it stays."""

    only = models.PositiveSmallIntegerField(unique=True, default=THE_ONE, editable=False)
    turned_on_by = models.CharField(max_length=64)
    basis = models.CharField(
        max_length=400, help_text="Which law and whose advice lets this house keep such a gallery."
    )
    at = models.DateTimeField(default=timezone.now)

    database_rights: ClassVar[dict[str, str]] = {"worker": "", "likeness": "SELECT"}

    class Meta:
        verbose_name = "switch of the blocked gallery"
        verbose_name_plural: ClassVar[str] = "switch of the blocked gallery"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="there_is_one_blocked_switch", condition=models.Q(only=THE_ONE)
            )
        ]
