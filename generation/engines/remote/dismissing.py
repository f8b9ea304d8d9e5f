"""The end of a job over there, whatever became of it: stopped if it runs, deleted in any case."""

from __future__ import annotations

import structlog

from generation.engines.remote import owed, pauses
from generation.engines.remote.clock import Clock
from generation.engines.remote.faults import Broken, Unreached, knows_no_such_video
from generation.engines.remote.owed import Debt, Deletion
from generation.engines.remote.place import Cancel, Place
from generation.engines.remote.videos import Videos

log = structlog.get_logger(__name__)

TRIES = 3
DELETED = frozenset({200, 202, 204, 410})
ENDED = frozenset({*DELETED, 404, 409})
AWAY = 503
# For the deletions of one server, each time the clock comes by.
SETTLING_SECONDS = 60.0


def dismiss(videos: Videos, debt: Debt, *, place: Place, clock: Clock, ended: bool) -> None:
    """Raises nothing of its own: it comes after the outcome. What the server does not confirm stays
    owed, and is asked for again. Not `ended`: it may still run."""
    if not ended and place.cancel == Cancel.POST:
        _asked_to_stop(videos, debt.video)
    for number in range(TRIES):
        if number:
            clock.sleep(pauses.growing(number) * clock.jitter(0.75, 1.25))
        answer = deletion(videos, debt.video)
        if answer == Deletion.DONE:
            owed.settle(debt)
            return
    owed.keep(debt, answer)
    log.warning("remote_deletion_owed", engine=place.name, video=debt.video, answer=answer.value)


def deletion(videos: Videos, video: str) -> Deletion:
    try:
        answer = videos.delete(video)
    except (Broken, Unreached):
        return Deletion.AWAY
    if answer.status in DELETED or (answer.status == 404 and knows_no_such_video(answer.body)):
        return Deletion.DONE
    return Deletion.AWAY if answer.status == AWAY else Deletion.REFUSED


def settle_owed(videos: Videos, *, place: Place, clock: Clock) -> None:
    """Ask once more for what an earlier process, or a server that was away, left behind: until
    nothing is due, the server is away, or its time is over. Never by a render, which would wait."""
    until = clock.now() + SETTLING_SECONDS
    while clock.now() < until and (debt := owed.claim(place.server)) is not None:
        answer = deletion(videos, debt.video)
        if answer == Deletion.DONE:
            owed.settle(debt)
        else:
            owed.put_off(debt, answer)
        if answer == Deletion.AWAY:
            return  # the others keep their turn


def _asked_to_stop(videos: Videos, video: str) -> None:
    try:
        status = videos.cancel(video).status
    except (Broken, Unreached):
        status = 0
    if status not in ENDED:
        log.warning("remote_cancel_refused", status=status)
