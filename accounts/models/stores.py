"""How the app store knows somebody, and what it told us."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone

from lib.append_only import AppendOnly


class StoreAccount(models.Model):
    """`token` is Apple's appAccountToken: ours, random, said to the store with each purchase.

    `rescinded_at`: when consent was taken back by a notification that named the token alone;
    `consent_given_at`: when a newer app transaction of theirs last showed that it stands again.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="store_account"
    )
    token = models.UUIDField(unique=True, default=uuid4)
    rescinded_at = models.DateTimeField(null=True)
    consent_given_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(default=timezone.now)


class StoreLink(models.Model):
    """Somebody signed in where the app has this `app_transaction_id`: the store's own id of it on
    one Apple account. People of one family may share it, and one person may have several. The two
    times of consent are those of StoreAccount, for this link."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="store_links")
    app_transaction_id = models.CharField(max_length=64, db_index=True)
    first_seen_at = models.DateTimeField(default=timezone.now)
    last_seen_at = models.DateTimeField(default=timezone.now)
    rescinded_at = models.DateTimeField(null=True)
    consent_given_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person", "app_transaction_id"], name="one_link_of_a_person_to_an_app"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["last_seen_at"], name="store_links_by_age")
        ]


class StoreRescission(models.Model):
    """Consent was taken back for an app transaction, whether or not anybody had linked it; until it
    is given again, or for ninety days."""

    app_transaction_id = models.CharField(max_length=64, db_index=True)
    signed_at = models.DateTimeField(db_index=True)


class StoreNotification(AppendOnly):
    """A notification that Apple signed, of the store or of Sign in with Apple; each counts once."""

    notification_id = models.UUIDField(unique=True)
    kind = models.CharField(max_length=64)
    signed_at = models.DateTimeField()
    people = models.PositiveSmallIntegerField()  # whom it was about; 0: nobody whom we know
    at = models.DateTimeField(default=timezone.now)

    database_rights: ClassVar[dict[str, str]] = {"worker": "SELECT"}
