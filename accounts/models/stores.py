"""How the app store knows somebody, and what it told us."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone

from lib.append_only import AppendOnly


class StoreAccount(models.Model):
    """`token` is Apple's appAccountToken: ours, random, said to the store with each purchase.

    `app_transaction_id` is the store's own id of this app on one Apple account; people of one
    family may share it. `consent_given_at`: when a newer transaction last showed that consent
    stands again.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="store_account"
    )
    token = models.UUIDField(unique=True, default=uuid4)
    app_transaction_id = models.CharField(max_length=64, blank=True, db_index=True)
    consent_given_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(default=timezone.now)


class StoreNotification(AppendOnly):
    """A notification that the store signed; each counts once."""

    notification_id = models.UUIDField(unique=True)
    kind = models.CharField(max_length=64)
    signed_at = models.DateTimeField()
    people = models.PositiveSmallIntegerField()  # whom it was about; 0: nobody whom we know
    at = models.DateTimeField(default=timezone.now)

    database_rights: ClassVar[dict[str, str]] = {"worker": "SELECT"}

    def __str__(self) -> str:
        return f"{self.kind} ({self.notification_id})"
