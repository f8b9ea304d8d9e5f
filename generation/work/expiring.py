"""Drafts that nobody published go after their time, a week after their maker was told (G20)."""

from django.db.models import QuerySet
from django.utils import timezone

from generation import notices
from generation.keeping import is_kept
from generation.limits import DRAFT_NOTICE
from generation.models import Draft
from generation.services.drafts import expire, is_kept_now
from lib.repairs import repair_each


def expire_drafts() -> None:
    """What is published or was kept meanwhile starts anew."""
    forget_reminders()
    repair_each(_ending(), _remind, by="expires_at")
    repair_each(_ended(), expire, by="expires_at")


def forget_reminders() -> int:
    """Whoever takes a video back that was public for long is told before it goes. Returns of how
    many."""
    told = Draft.objects.filter(is_kept(), reminded_at__isnull=False)
    return told.update(reminded_at=None)


def _ending() -> QuerySet[Draft]:
    soon = timezone.now() + DRAFT_NOTICE
    return _loose().filter(expires_at__lte=soon, reminded_at=None)


def _ended() -> QuerySet[Draft]:
    now = timezone.now()
    return _loose().filter(expires_at__lte=now, reminded_at__lte=now - DRAFT_NOTICE)


def _loose() -> QuerySet[Draft]:
    return Draft.objects.exclude(is_kept()).filter(deleted_at=None)


def _remind(draft: Draft) -> None:
    """It stays a week from now at least, however late the clock came by."""
    if is_kept_now(draft):
        return
    draft.reminded_at = timezone.now()
    draft.expires_at = max(draft.expires_at, draft.reminded_at + DRAFT_NOTICE)
    draft.save(update_fields=["reminded_at", "expires_at"])
    notices.tell_expiring(draft)
