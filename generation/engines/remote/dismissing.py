"""The end of a job over there, whatever became of it: stopped if it runs, deleted in any case."""

from __future__ import annotations

import structlog

from generation.engines.remote import owed, pauses
from generation.engines.remote.clock import Clock
from generation.engines.remote.faults import Broken, Unreached
from generation.engines.remote.place import Cancel, Place
from generation.engines.remote.videos import Videos

log = structlog.get_logger(__name__)

TRIES = 3
GONE = frozenset({200, 202, 204, 404, 410})


def dismiss(videos: Videos, video: str, *, place: Place, clock: Clock, ended: bool) -> None:
    """Raises nothing of its own: it comes after the outcome. What the server does not confirm stays
    owed, and is asked for again. Not `ended`: it may still run."""
    if not ended and place.cancel == Cancel.POST:
        _asked_to_stop(videos, video)
    for number in range(TRIES):
        if number:
            clock.sleep(pauses.growing(number) * clock.jitter(0.75, 1.25))
        if deleted(videos, video):
            owed.settle(place.name, video)
            return
    log.warning("remote_deletion_owed", engine=place.name)


def deleted(videos: Videos, video: str) -> bool:
    """Whether the server says that it has nothing of it (any more)."""
    try:
        return videos.delete(video).status in GONE
    except (Broken, Unreached):
        return False


def settle_owed(videos: Videos, *, place: Place) -> None:
    """Ask once more for what an earlier process, or a server that was away, left behind."""
    for video in owed.due(place.name):
        if not deleted(videos, video):
            return  # it is away, and a render waits
        owed.settle(place.name, video)


def _asked_to_stop(videos: Videos, video: str) -> None:
    try:
        status = videos.cancel(video).status
    except (Broken, Unreached):
        status = 0
    if status not in GONE | {409}:  # 409: it has ended meanwhile
        log.warning("remote_cancel_refused", status=status)
