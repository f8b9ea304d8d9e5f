from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from lib.ids import new_id


class CopyState(models.TextChoices):
    """Whether a file was copied."""

    OWED = "owed"
    COPIED = "copied"
    LOST = "lost"  # it was gone before it could be


class HeldFile(models.Model):
    """A file as it was: `source_key` and `sha256` of that moment, and `key` under which a worker
    puts the copy (below `quarantine/`: no URL, no backup). `again_at`: when the message for it is
    taken for lost."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    role = models.CharField(max_length=16)
    source_key = models.CharField(max_length=200)
    key = models.CharField(max_length=200, unique=True)
    sha256 = models.CharField(max_length=64)
    mime = models.CharField(max_length=64)
    copy_state = models.CharField(max_length=8, choices=CopyState, default=CopyState.OWED)
    again_at = models.DateTimeField(default=timezone.now)
    copied_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="%(class)s_is_copied_since_a_moment",
                condition=Q(copy_state=CopyState.COPIED, copied_at__isnull=False)
                | (~Q(copy_state=CopyState.COPIED) & Q(copied_at=None)),
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["again_at"], name="%(class)s_owed", condition=Q(copy_state=CopyState.OWED)
            )
        ]
