"""Quiet and school hours on the socket: what can wait is not told in them (R5)."""

from datetime import UTC, datetime

from django.utils import timezone

from accounts.models import User
from accounts.safeguards.layers import effective
from inbox import notices
from inbox.models import Event
from inbox.notices import ALWAYS_ON


def silent_until(person: User) -> datetime | None:
    """When the hours end in which nobody notifies them; None outside of them."""
    now = timezone.now()
    until = effective(person, at=now).silent_until(now)
    return until.astimezone(UTC) if until else None


def waits_in_silence(event: Event) -> bool:
    """Whether it is a notification that can wait. What programs read of a running job goes on."""
    notice = notices.find(event.type)
    return notice is not None and notice.category not in ALWAYS_ON
