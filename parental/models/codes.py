"""What a teen shows, and whom a teen never wants to see again."""

from typing import ClassVar

from django.db import models
from django.utils import timezone


class LinkCode(models.Model):
    """The one code that a teen may show. Its keyed hash is kept, and that of the device."""

    teen_id = models.UUIDField(primary_key=True)
    digest = models.CharField(max_length=64, unique=True)
    device = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(db_index=True)


class BarredGuardian(models.Model):
    """This person enters no code of this teen any more, and hears nothing of it."""

    teen_id = models.UUIDField()
    guardian_id = models.UUIDField(db_index=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["teen_id", "guardian_id"], name="a_guardian_is_barred_once_by_a_teen"
            )
        ]
