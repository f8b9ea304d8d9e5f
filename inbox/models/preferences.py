from typing import ClassVar

from django.db import models
from django.utils import timezone


class NotificationPreferences(models.Model):
    """What somebody wants to be told of, and how, where they chose something else than the default.

    `choices`: `{category: {channel: bool}}` of `inbox.notices`, checked before it is written;
    `mails`: whether any of them asks for the daily digest. `digest_on` is the local day of the last
    digest, `digest_upto` the number up to which it told; the other two are the lease of a worker.
    `relay_is_off`: Apple forwards them no mail any more.
    """

    person_id = models.UUIDField(primary_key=True)
    choices = models.JSONField(default=dict)
    mails = models.BooleanField(default=False)
    digest_on = models.DateField(null=True)
    digest_upto = models.BigIntegerField(default=0)
    digest_attempts = models.PositiveSmallIntegerField(default=0)
    digest_next_try_at = models.DateTimeField(null=True)
    relay_is_off = models.BooleanField(default=False, db_default=False)

    # The likeness process tells people of their recordings, and asks what goes to their phones.
    database_rights: ClassVar[dict[str, str]] = {"likeness": "SELECT"}

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["person_id"],
                name="people_who_want_a_digest",
                condition=models.Q(mails=True),
            )
        ]


class SeenMark(models.Model):
    """When somebody had everything up to a number before their eyes (T6); never changed."""

    person_id = models.UUIDField()
    upto = models.BigIntegerField()
    at = models.DateTimeField(default=timezone.now)

    database_rights: ClassVar[dict[str, str]] = {
        "web": "SELECT, INSERT, DELETE",
        "worker": "SELECT, INSERT, DELETE",
    }

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person_id", "upto"], name="what_was_seen_is_noted_once"
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["at"], name="seen_marks_by_age")
        ]
