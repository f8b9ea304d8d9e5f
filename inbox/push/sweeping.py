"""What a lost message, a failure or the end of quiet hours left to be sent."""

from datetime import timedelta

from django.utils import timezone

from inbox import tasks
from inbox.models import Push
from inbox.models.push import WAITING

FRESH = timedelta(seconds=10)  # its own message has had its time by then
BATCH = 5000  # ours: of one sweep; the next comes after a quarter of a minute


def sweep() -> int:
    """A message for each push that is due. Returns how many."""
    now = timezone.now()
    due = Push.objects.filter(
        outcome__in=WAITING, next_try_at__lte=now, created_at__lte=now - FRESH
    ).order_by("next_try_at")
    found = list(due.values_list("pk", flat=True)[:BATCH])
    for push_id in found:
        tasks.push.send(str(push_id))
    return len(found)
