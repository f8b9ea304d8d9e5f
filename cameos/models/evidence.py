from typing import ClassVar

from django.db import models
from django.utils import timezone


class SentEvidence(models.Model):
    """A file in which child abuse was found, as it was sent in: no page shows it, no URL leads to
    it. It stands beside the row of what was sent, which is that of any other refusal, and outlasts
    it; `subject` and `person_id` say what it was and whose."""

    subject = models.CharField(max_length=64, unique=True)
    person_id = models.UUIDField()
    storage_key = models.CharField(max_length=200, unique=True)
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    # The process that answers people knows nothing of it.
    database_rights: ClassVar[dict[str, str]] = {"web": ""}

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["at"], name="sent_evidence_by_age")
        ]
