"""What the clock does for the whole installation."""

import dramatiq
from dramatiq_crontab import cron

MINUTE_MS = 60_000


@cron("33 4 * * *")  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", time_limit=30 * MINUTE_MS)
def forget_past_their_time() -> None:
    """Daily: rows past the time that their rule allows, where no other job deletes them."""
    from lib.retention import sweep_all

    sweep_all()
