from typing import ClassVar

from django.db import models
from django.utils import timezone

from lib.append_only import AppendOnly
from lib.ids import new_id


class AuditEvent(AppendOnly):
    """One thing that somebody did. Holds ids and codes only, so that it may outlive people."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField(default=timezone.now)
    action = models.CharField(max_length=80)
    actor = models.CharField(max_length=64)
    target = models.CharField(max_length=64)
    facts = models.JSONField(default=dict)

    database_rights: ClassVar[dict[str, str]] = {"likeness": "SELECT, INSERT"}

    class Meta(AppendOnly.Meta):
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["target", "-at"], name="audit_by_target"),
            models.Index(fields=["actor", "-at"], name="audit_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.action} ({self.target})"
