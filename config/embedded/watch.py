"""Bringing killed servers back: they stand outside the process manager, so somebody must."""

import logging
import threading
from typing import TYPE_CHECKING

from config.embedded.errors import EmbeddedError

if TYPE_CHECKING:
    from config.embedded.servers import Servers

log = logging.getLogger(__name__)
LONGEST_PAUSE = 10.0


def watch(servers: "Servers", stop: threading.Event, interval: float) -> None:
    """Until `stop` is set. Servers that somebody stopped on purpose are left alone; a start that
    fails is tried again, ever more slowly."""
    pause = interval
    while not stop.wait(pause):
        try:
            _look(servers)
            pause = interval
        except (EmbeddedError, OSError) as error:
            pause = min(pause * 2, LONGEST_PAUSE)
            log.error("Not started, next try in %.1f s: %s", pause, error)


def _look(servers: "Servers") -> None:
    if servers.are_wanted() and not servers.are_serving():
        log.warning("A server of %s is gone; starting it again.", servers.layout.home)
        if servers.revive():
            log.warning("The servers of %s answer again.", servers.layout.home)
