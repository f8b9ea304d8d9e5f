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


class TombstoneDocument(AppendOnly):
    """Tombstones as they stand outside of the database: signed, numbered without a gap. The copy in
    here says of which the database knows (`audit.tombstones`)."""

    number = models.PositiveBigIntegerField(primary_key=True)
    document = models.TextField()

    class Meta(AppendOnly.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="documents_of_tombstones_begin_at_one",
                condition=models.Q(number__gte=1),
            )
        ]


class Tombstone(models.Model):
    """That something was erased or taken back, of which an older copy of this database still holds
    what it was. Ids and codes alone; `document` is empty until it is on its way out."""

    kind = models.CharField(max_length=16)
    subject_id = models.UUIDField()
    fact = models.CharField(max_length=32, blank=True)
    at = models.DateTimeField(default=timezone.now)
    document = models.ForeignKey(TombstoneDocument, on_delete=models.PROTECT, null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["id"], name="tombstones_not_yet_out", condition=models.Q(document=None)
            )
        ]
