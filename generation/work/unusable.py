"""Engines that this process cannot use now, by the machine's fault and no job's.

A worker that fails at once is always free for the next ticket: it would have failed the whole
queue, and that of healthy workers with it.
"""

import time
from collections.abc import Collection
from datetime import timedelta

import structlog
from django.db.models.functions import Least, Now

from generation.models import Job
from generation.services.turns import next_in_turn
from generation.states import JobState

log = structlog.get_logger(__name__)

RESTS_S = 60.0
HANDED_ON_AFTER = timedelta(seconds=5)
_until: dict[str, float] = {}


def set_aside(engine: str, *, code: str, what: str) -> None:
    """None of its jobs is taken here for a minute, so this is told no more often than that."""
    if engine in unusable():
        return
    _until[engine] = time.monotonic() + RESTS_S
    log.error("engine_unusable_here", engine=engine, error=code, what=what)


def unusable() -> frozenset[str]:
    now = time.monotonic()
    return frozenset(engine for engine, until in _until.items() if until > now)


def hand_on(engines: Collection[str]) -> None:
    """This ticket was for a job that cannot be drawn here: the sweeper soon sends another."""
    left = next_in_turn() if engines else None
    if left is not None:
        waiting = Job.objects.filter(pk=left, state=JobState.QUEUED, engine__in=engines)
        waiting.update(resend_at=Least("resend_at", Now() + HANDED_ON_AFTER))
