from typing import ClassVar

from django.db import models
from django.utils import timezone

from lib.crypto.fields import EncryptedTextField
from lib.ids import new_id


class PushDevice(models.Model):
    """A phone to which we may push: whose it is, in which session it asked for that, and its token.

    `device` is a keyed hash of what X-Device-Id said, `digest` one of the token: neither can be
    turned back, and one token belongs to one person (a phone that changes hands changes rows).
    The row goes with its session.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person_id = models.UUIDField()
    device = models.CharField(max_length=64)
    session_key = EncryptedTextField()
    token = EncryptedTextField()
    digest = models.CharField(max_length=64, unique=True)
    registered_at = models.DateTimeField(default=timezone.now)

    database_rights: ClassVar[dict[str, str]] = {"likeness": "SELECT"}

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person_id", "device"], name="a_phone_has_one_token_for_a_person"
            )
        ]


class PushOutcome(models.TextChoices):
    """`owed` and `held` wait; the others are over. `merged`: told of in one push with others."""

    OWED = "owed"
    HELD = "held"
    SENT = "sent"
    MERGED = "merged"
    DROPPED = "dropped"
    FAILED = "failed"


WAITING = (PushOutcome.OWED, PushOutcome.HELD)


class Push(models.Model):
    """One push to one phone about one event, written with the event. Its id is the `apns-id` of
    every attempt.

    `tells` counts the notifications that one push after quiet hours stands for. `why` is a code: of
    what ended it, or of the last attempt that failed. `next_try_at` is when it
    is looked at again: the end of a lease, of a pause after a failure, or of quiet hours.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # No foreign key: a phone that goes at this moment must not undo the fact that is told.
    device_id = models.UUIDField()
    person_id = models.UUIDField()
    number = models.BigIntegerField()
    category = models.CharField(max_length=20)
    outcome = models.CharField(max_length=10, choices=PushOutcome, default=PushOutcome.OWED)
    tells = models.PositiveIntegerField(default=1)
    why = models.CharField(max_length=40, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    next_try_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    database_rights: ClassVar[dict[str, str]] = {"likeness": "SELECT, INSERT"}

    class Meta:
        verbose_name_plural = "pushes"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["device_id", "number"], name="an_event_is_owed_to_a_phone_once"
            ),
            models.CheckConstraint(
                name="a_push_has_ended_or_waits",
                condition=models.Q(outcome__in=WAITING, ended_at=None)
                | (~models.Q(outcome__in=WAITING) & models.Q(ended_at__isnull=False)),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["next_try_at"],
                name="pushes_that_wait",
                condition=models.Q(outcome__in=WAITING),
            ),
            models.Index(fields=["created_at"], name="pushes_by_age"),
        ]
