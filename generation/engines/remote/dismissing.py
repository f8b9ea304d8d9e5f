"""The end of a job over there, whatever became of it: stopped if it runs, deleted in any case."""

from __future__ import annotations

from enum import Enum, auto

import structlog

from generation.engines.remote import owed, pauses
from generation.engines.remote.clock import Clock
from generation.engines.remote.faults import Broken, Unreached, knows_no_such_video
from generation.engines.remote.owed import Debt
from generation.engines.remote.place import Cancel, Place
from generation.engines.remote.videos import Videos

log = structlog.get_logger(__name__)

TRIES = 3
DELETED = frozenset({200, 202, 204, 410})
ENDED = frozenset({*DELETED, 404, 409})
AWAY = 503


class Deletion(Enum):
    """What a server says of one. `DONE`: it has nothing of it (any more)."""

    DONE = auto()
    REFUSED = auto()
    AWAY = auto()


def dismiss(videos: Videos, debt: Debt, *, place: Place, clock: Clock, ended: bool) -> None:
    """Raises nothing of its own: it comes after the outcome. What the server does not confirm stays
    owed, and is asked for again. Not `ended`: it may still run."""
    if not ended and place.cancel == Cancel.POST:
        _asked_to_stop(videos, debt.video)
    for number in range(TRIES):
        if number:
            clock.sleep(pauses.growing(number) * clock.jitter(0.75, 1.25))
        if deletion(videos, debt.video) == Deletion.DONE:
            owed.settle(debt)
            return
    owed.keep(debt)
    log.warning("remote_deletion_owed", engine=place.name)


def deletion(videos: Videos, video: str) -> Deletion:
    try:
        answer = videos.delete(video)
    except (Broken, Unreached):
        return Deletion.AWAY
    if answer.status in DELETED or (answer.status == 404 and knows_no_such_video(answer.body)):
        return Deletion.DONE
    return Deletion.AWAY if answer.status == AWAY else Deletion.REFUSED


def settle_owed(videos: Videos, *, place: Place) -> None:
    """Ask once more for what an earlier process, or a server that was away, left behind."""
    for debt in owed.due(place.server):
        answer = deletion(videos, debt.video)
        if answer == Deletion.DONE:
            owed.settle(debt)
        else:
            owed.put_off(debt)
        if answer == Deletion.AWAY:
            return  # a render waits; the others keep their turn


def _asked_to_stop(videos: Videos, video: str) -> None:
    try:
        status = videos.cancel(video).status
    except (Broken, Unreached):
        status = 0
    if status not in ENDED:
        log.warning("remote_cancel_refused", status=status)
