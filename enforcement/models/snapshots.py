"""What a thing was when it was reported; its author's deletion does not reach it."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from enforcement.models.cases import Case
from enforcement.models.held_files import HeldFile
from enforcement.subjects.kinds import SubjectKind
from lib.crypto.fields import EncryptedJSONField
from lib.ids import new_id


class Snapshot(models.Model):
    """`seen` holds texts, labels and permissions, sealed; `digest` (keyed) tells one state of the
    thing from another. One row for each state that was reported in a case; none of child safety."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="snapshots")
    subject_kind = models.CharField(max_length=16, choices=SubjectKind)
    subject_id = models.UUIDField()
    owner_id = models.UUIDField(db_index=True)
    seen = EncryptedJSONField()
    digest = models.CharField(max_length=64)
    taken_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case", "digest"], name="each_state_of_a_thing_is_kept_once_in_a_case"
            )
        ]


class SnapshotFile(HeldFile):
    """A file of a snapshot; the copy lies below `quarantine/reported`."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="files")

    class Meta(HeldFile.Meta):
        abstract = False
