"""For how long things wait that nobody could judge (architecture.md, law 1)."""

from datetime import datetime, timedelta

from django.utils import timezone

# Looked at again after as long as it was held so far, within these bounds.
RESCAN_SOONEST = timedelta(seconds=20)
RESCAN_LATEST = timedelta(minutes=10)
PERSON_AFTER = timedelta(days=1)  # law 1
REMOVED_AFTER = timedelta(days=7)  # the same


def next_look(since: datetime) -> datetime:
    """When something is looked at again that is held since then."""
    now = timezone.now()
    return now + min(max(now - since, RESCAN_SOONEST), RESCAN_LATEST)
