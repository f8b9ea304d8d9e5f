"""Which engines this process can use now; of the others it takes no job.

A worker that fails at once is always free for the next ticket: it would have failed the whole
queue, and that of healthy workers with it. In a fleet of unlike machines each has its own engines
file, and what only another one knows is left to that one.
"""

import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import structlog
from django.db.models.functions import Least, Now

from generation.engines.registry import engine_names
from generation.models import Job
from generation.services.turns import drawn_by, next_in_turn
from generation.states import JobState
from generation.work.elsewhere import without_thread

log = structlog.get_logger(__name__)

RESTS_S = 60.0
MOST_RESTS_S = 900.0
# Whoever met a fault here comes last in this process for so long: whichever of the two is broken,
# the engine is tried with somebody else's film.
SHUNNED_S = 900.0
WHAT_TO_DO = "mend what is named here (docs/engines.md, by the code); then it is tried again"
HANDED_ON_AFTER = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class _Rest:
    """By the process's own clock."""

    seconds: float
    until: float


_rests: dict[str, _Rest] = {}
_met: dict[UUID, float] = {}  # until when


def set_aside(engine: str, *, code: str, what: str) -> None:
    """None of its jobs is taken here for a minute; each time after that for twice as long, up to a
    quarter of an hour, until it draws again. It is told as often."""
    if engine in unusable():
        return
    before = _rests.get(engine)
    seconds = min(2 * before.seconds, MOST_RESTS_S) if before else RESTS_S
    _rests[engine] = _Rest(seconds, time.monotonic() + seconds)
    log.error(
        "engine_unusable_here",
        engine=engine,
        error=code,
        what=what,
        rests_seconds=int(seconds),
        do=WHAT_TO_DO,
    )


def met_by(job_id: UUID) -> None:
    """This job was tried here, and nothing could be drawn."""
    now = time.monotonic()
    for known in [key for key, until in list(_met.items()) if until <= now]:
        _met.pop(known, None)
    _met[job_id] = now + SHUNNED_S


def shunned() -> frozenset[UUID]:
    """Jobs that this process takes only where no other waits."""
    now = time.monotonic()
    return frozenset(key for key, until in list(_met.items()) if until > now)


def has_drawn(engine: str) -> None:
    """Whatever was wrong with it is over."""
    _rests.pop(engine, None)


def unusable() -> frozenset[str]:
    """By a fault of this machine."""
    now = time.monotonic()
    return frozenset(engine for engine, rest in list(_rests.items()) if rest.until > now)


def usable() -> frozenset[str]:
    return frozenset(engine_names()).difference(unusable(), without_thread())


def hand_on(usable_here: Collection[str]) -> None:
    """This ticket was for a job that cannot be drawn here: the sweeper soon sends another."""
    left = next_in_turn()
    if left is not None:
        waiting = Job.objects.filter(~drawn_by(usable_here), pk=left, state=JobState.QUEUED)
        waiting.update(resend_at=Least("resend_at", Now() + HANDED_ON_AFTER))
