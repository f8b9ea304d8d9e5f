from typing import ClassVar

import pgtrigger
from django.db import models
from django.utils import timezone


class PersonLog(models.Model):
    """One person's counter of events, and the lock under which numbers are given out.

    `last` is the number of the newest event, `forgotten` the highest number that is kept no more,
    `seen` the highest that they had before their eyes. A deleted person's log stays as a closed
    row: whatever is still told to them is dropped.
    """

    person_id = models.UUIDField(primary_key=True)
    last = models.BigIntegerField(default=0)
    forgotten = models.BigIntegerField(default=0)
    seen = models.BigIntegerField(default=0, db_default=0)
    closed_at = models.DateTimeField(null=True)

    database_rights: ClassVar[dict[str, str]] = {"likeness": "SELECT, INSERT, UPDATE"}

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="only_what_was_said_can_be_forgotten",
                condition=models.Q(forgotten__gte=0, forgotten__lte=models.F("last")),
            ),
            models.CheckConstraint(
                name="only_what_was_said_can_be_seen",
                condition=models.Q(seen__gte=0, seen__lte=models.F("last")),
            ),
        ]


class Event(models.Model):
    """One thing that a person should hear of. Ids, states and numbers; nobody's words.

    `number` counts from 1 for each person, without gaps. `actor_id` is whose deed it tells: hidden
    at read while the two may not see each other. `about` is the thing it speaks of.
    """

    database_rights: ClassVar[dict[str, str]] = {
        "web": "SELECT, INSERT, DELETE",
        "worker": "SELECT, INSERT, DELETE",
        "likeness": "SELECT, INSERT",
    }

    pk = models.CompositePrimaryKey("person_id", "number")
    person_id = models.UUIDField()
    number = models.BigIntegerField()
    type = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)
    data = models.JSONField()
    about = models.UUIDField(null=True)
    actor_id = models.UUIDField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["at"], name="event_by_age")]
        triggers: ClassVar[list[pgtrigger.Trigger]] = [
            pgtrigger.Protect(name="an_event_never_changes", operation=pgtrigger.Update)
        ]
