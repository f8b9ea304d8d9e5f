from typing import ClassVar

from django.db import models
from django.utils import timezone

from lib.crypto.fields import EncryptedJSONField
from lib.ids import new_id


class StoredAnswer(models.Model):
    """The first answer to a person's request under a key; written in the work's transaction.

    `fingerprint` is keyed (HMAC), so that a stolen table confirms no guess of what was asked.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner_id = models.UUIDField()
    route = models.CharField(max_length=200)
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    answer = EncryptedJSONField(null=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["owner_id", "route", "key"], name="one_answer_per_owner_route_and_key"
            )
        ]
