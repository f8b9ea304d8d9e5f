"""Which consents something is still made under."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from cameos.models import Capability


def still_runs() -> Q:
    """Of capabilities: their job may go on. One whose job made nothing is gone when that job is
    tidied, and whatever was forgotten ends by its time."""
    return Q(completed_at=None, gone_at=None, expires_at__gt=timezone.now())


def running(cameo_id: UUID) -> QuerySet[Capability]:
    """Those that nothing ended yet."""
    return Capability.objects.filter(still_runs(), cameo_id=cameo_id, ended_at=None)
