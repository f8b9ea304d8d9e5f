"""Work of the scheduler."""

import dramatiq
import structlog
from dramatiq_crontab import interval

log = structlog.get_logger(__name__)

WRITE_SECONDS = 10  # so long may pass until what was erased is known outside


@interval(seconds=WRITE_SECONDS)  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", max_age=WRITE_SECONDS * 1000)
def write_down_tombstones() -> None:
    """What was erased since, for the store outside."""
    from audit.tombstones.writing import Behind, write_tombstones

    try:
        write_tombstones()
    except Behind as error:  # put back from a copy; /readyz says it too
        log.error("tombstones_not_replayed", number=error.args[0])
