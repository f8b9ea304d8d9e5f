from typing import ClassVar

from django.db import models

from cameos.models.switches import THE_ONE, OnlyRow


class BlockedSwitch(OnlyRow):
    """While its one row stands, somebody may be added to the gallery of blocked people; without it
    nobody is, and whoever stands in it stays."""

    basis = models.CharField(
        max_length=400, help_text="Which law and whose advice lets this house keep such a gallery."
    )

    database_rights: ClassVar[dict[str, str]] = {"worker": "", "likeness": "SELECT"}

    class Meta:
        verbose_name = "switch of the blocked gallery"
        verbose_name_plural: ClassVar[str] = "switch of the blocked gallery"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="there_is_one_blocked_switch", condition=models.Q(only=THE_ONE)
            )
        ]
