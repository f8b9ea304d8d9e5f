from typing import ClassVar

from django.db import models
from django.utils import timezone


class OutboxMessage(models.Model):
    """A message for a worker: written with the facts, sent after commit, sent again until known.

    `args` holds ids alone. A row without `sent_at` is owed; the sweeper pays it.
    """

    actor_name = models.CharField(max_length=100)
    args = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    database_rights: ClassVar[dict[str, str]] = {"likeness": "SELECT, INSERT, UPDATE"}

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["created_at"], name="outbox_unsent", condition=models.Q(sent_at=None)
            )
        ]
