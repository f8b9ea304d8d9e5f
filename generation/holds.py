"""Why a job is held, and for how long that can go on. The maker is told "delayed", never which."""

from datetime import timedelta

from django.db import models

from lib.holds import PERSON_AFTER, REMOVED_AFTER, RESCAN_LATEST, RESCAN_SOONEST, next_look

__all__ = [
    "CONTEST_WITHIN",
    "PERSON_AFTER",
    "QUARANTINED_FOR",
    "REMOVED_AFTER",
    "RESCAN_LATEST",
    "RESCAN_SOONEST",
    "HoldReason",
    "next_look",
]


class HoldReason(models.TextChoices):
    """What a held job waits for."""

    UNASSESSED = "unassessed"  # a detector's answer that the profile demands
    REVIEW = "review"  # a person, because a threshold says so
    UNSEALED = "unsealed"  # a mark and a signature, or room on the disk


# A refusal can be contested for so long, and its bytes lie in quarantine for so long.
CONTEST_WITHIN = timedelta(days=7)
QUARANTINED_FOR = timedelta(days=14)
