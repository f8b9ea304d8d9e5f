import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import copy_context

import structlog
from django.db import DatabaseError, connection, connections

from generation.limits import HEARTBEAT_SECONDS
from generation.work.lease import Lease, LostLease

log = structlog.get_logger(__name__)


@contextmanager
def beating(lease: Lease) -> Iterator[None]:
    """Keep the lease alive while the worker is in a long step that tells nothing.

    Called within a transaction it does nothing: its own connection could not see the job.
    """
    if connection.in_atomic_block:
        yield
        return
    stopped = threading.Event()
    thread = threading.Thread(
        target=copy_context().run,  # its lines in the log name the job too
        args=(_beat, lease, stopped),
        name=f"lease-{lease.job_id.hex[-6:]}",
        daemon=True,
    )
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join()


def _beat(lease: Lease, stopped: threading.Event) -> None:
    """Renews only where the worker itself has not done so lately."""
    try:
        while not stopped.wait(HEARTBEAT_SECONDS / 2):
            if lease.idle_seconds() >= HEARTBEAT_SECONDS:
                lease.renew()
    except LostLease:
        log.warning("lease_lost")
    except DatabaseError as error:
        log.warning("heartbeat_failed", error=type(error).__name__)
    finally:
        connections.close_all()
