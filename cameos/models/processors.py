"""To whom outside of this house a likeness may go."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from cameos.models.cameos import Cameo
from cameos.processors.declared import KEY_LENGTH


class ProcessorConsent(models.Model):
    """An owner agreed to one processor; the history stands in the ledger. `said`: who, where and
    for how long, as it was read; `processor` is its key. It holds for one epoch of the cameo, as
    whoever takes back everything takes back this too, and for one version of the text."""

    cameo = models.ForeignKey(Cameo, on_delete=models.CASCADE, related_name="processors")
    processor = models.CharField(max_length=KEY_LENGTH)
    said = models.CharField(max_length=1000)
    text_version = models.PositiveIntegerField()
    text_hash = models.CharField(max_length=64)
    epoch = models.PositiveIntegerField()
    agreed_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)

    # The likeness process cuts the pictures, and asks before it opens a recording.
    database_rights: ClassVar[dict[str, str]] = {"likeness": "SELECT"}

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["cameo", "processor"], name="one_word_of_an_owner_about_a_processor"
            )
        ]
