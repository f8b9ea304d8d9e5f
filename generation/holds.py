"""Why a job is held, and for how long that can go on. The maker is told "delayed", never which."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone


class HoldReason(models.TextChoices):
    """What a held job waits for."""

    UNASSESSED = "unassessed"  # a detector's answer that the profile demands
    REVIEW = "review"  # a person, because a threshold says so
    UNSEALED = "unsealed"  # a mark and a signature, or room on the disk


# Looked at again after as long as it was held so far, within these bounds.
RESCAN_SOONEST = timedelta(seconds=20)
RESCAN_LATEST = timedelta(minutes=10)
PERSON_AFTER = timedelta(days=1)  # architecture.md, law 1
REMOVED_AFTER = timedelta(days=7)  # the same

# A refusal can be contested for so long, and its bytes lie in quarantine for so long.
CONTEST_WITHIN = timedelta(days=7)
QUARANTINED_FOR = timedelta(days=14)


def next_look(since: datetime) -> datetime:
    """When something is looked at again that is held since then."""
    now = timezone.now()
    return now + min(max(now - since, RESCAN_SOONEST), RESCAN_LATEST)
