"""How pushing goes, in numbers: for `/readyz`."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from inbox.models import Push, PushOutcome

LATELY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Pushing:
    """`overdue`: seconds for which the oldest that is due waits; None where none is. `failed` and
    `sent`: in the last hour."""

    overdue: int | None
    failed: int
    sent: int


def how_pushing_goes() -> Pushing:
    """Three queries over indexes of what waits, and of the last hour."""
    now = timezone.now()
    due = Push.objects.filter(
        outcome__in=[PushOutcome.OWED, PushOutcome.HELD], next_try_at__lte=now
    )
    oldest = due.order_by("next_try_at").values_list("next_try_at", flat=True).first()
    lately = Push.objects.filter(created_at__gte=now - LATELY)
    return Pushing(
        overdue=int((now - oldest).total_seconds()) if oldest else None,
        failed=lately.filter(outcome=PushOutcome.FAILED).count(),
        sent=lately.filter(outcome=PushOutcome.SENT).count(),
    )
