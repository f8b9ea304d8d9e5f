"""What people are still to be told."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from lib.ids import new_id

# Several of these come at once where somebody sets up a family: one mail tells of all.
MAILED_TOGETHER = (
    *("family.control_announced", "family.control_changed"),
    *("family.proposal_made", "family.proposal_answered"),
)


class FamilyNotice(models.Model):
    """One thing that one person hears: an event in their log once, and a mail at least once.

    `data` fits the schema of the event `kind`. Due at `due_at`, which a safety exit puts off;
    `next_try_at` is the lease of whoever mails it, and at first how long a mail waits for others.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person_id = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=40)
    data = models.JSONField()
    due_at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["next_try_at"], name="family_notices_owed", condition=Q(mailed_at=None)
            )
        ]
