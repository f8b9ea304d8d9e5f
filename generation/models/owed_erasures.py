from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.utils import timezone

from generation.models.jobs import Job

FIRST_ASKED_AGAIN = timedelta(minutes=1)  # the message that came with the debt has had its time
SELDOMEST_ASKED = timedelta(hours=1)


class WhyErased(models.TextChoices):
    """What became of a job, so that files of it are to go. A value is never reused."""

    ASKED_FOR = "asked_for"  # its maker leaves
    FOR_NOBODY = "for_nobody"  # it ended without a film that anybody gets
    DRAFT_DELETED = "draft_deleted"
    RELEASED = "released"  # deleted while it was taken down, and it is no longer
    STATED_END = "stated_end"  # what lay in quarantine for its time
    WITHDRAWN = "withdrawn"  # somebody in it took their consent back


def asked_again_at(since: datetime | None = None) -> datetime:
    """When what is owed `since` then is asked for once more: the more seldom the older it is."""
    now = timezone.now()
    waited = (now - since) / 4 if since else FIRST_ASKED_AGAIN
    return now + min(max(waited, FIRST_ASKED_AGAIN), SELDOMEST_ASKED)


class OwedErasure(models.Model):
    """Files of a job are to be erased, and a worker has not done it yet.

    A row for each time that this was asked; whoever pays deletes those that they had read before.
    The row is the promise: the message that comes with it may be lost, or meet a store that is
    away. `revocation_id`: whose count it is part of, where it was `withdrawn` by one.
    """

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="owed_erasures")
    why = models.CharField(max_length=16, choices=WhyErased)
    revocation_id = models.UUIDField(null=True)
    since = models.DateTimeField(default=timezone.now)
    again_at = models.DateTimeField(default=asked_again_at)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["again_at"], name="erasures_by_next_message")
        ]
