"""How much one person may ask for: at once, and within a day that rolls."""

from datetime import timedelta
from math import ceil

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from generation import limits
from generation.failures import NOT_COUNTED
from generation.holds import HoldReason
from generation.models import Job
from generation.states import JobState
from lib.errors import DomainError, ErrorCode


def quota_refusal(person: User) -> DomainError | None:
    """Why this person has to wait, or None. The caller holds the lock on the person's row."""
    # As many jobs as may wait or run at once.
    if Job.objects.filter(owner=person).live().count() >= limits.LIVE_JOBS:
        return _refusal(
            _("You have as many videos in the making as you can have at once."),
            limits.LIVE_JOBS_RETRY_SECONDS,
        )
    # As many as within 24 hours; the oldest one makes room first.
    started = list(
        counted(person)
        .order_by("-created_at")
        .values_list("created_at", flat=True)[: limits.JOBS_A_DAY]
    )
    if len(started) == limits.JOBS_A_DAY:
        left: timedelta = started[-1] + limits.QUOTA_WINDOW - timezone.now()
        return _refusal(
            _("You have made as many videos as you can make in a day."),
            max(1, ceil(left.total_seconds())),
        )
    return None


def counted(person: User) -> QuerySet[Job]:
    """Jobs that count: not those that failed by our fault or an engine's, lost a consent or a
    source, or wait because of us, nor those that nobody began."""
    return (
        Job.objects.filter(owner=person, created_at__gt=timezone.now() - limits.QUOTA_WINDOW)
        .exclude(error_code__in=sorted(NOT_COUNTED))
        .exclude(Q(state=JobState.CANCELLED, begun_at=None))
        .exclude(state=JobState.HELD, held_for__in=[HoldReason.UNASSESSED, HoldReason.UNSEALED])
    )


def _refusal(detail: str, seconds: int) -> DomainError:
    return DomainError(ErrorCode.QUOTA_EXCEEDED, detail, retry_after=seconds)
