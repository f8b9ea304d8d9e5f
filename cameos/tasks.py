"""Work of the scheduler."""

import dramatiq
from dramatiq_crontab import cron, interval

from cameos.services.granting import expire_grants
from cameos.services.notes import look_again
from cameos.services.permitting import decay_everyone
from cameos.services.requesting import expire_requests


@cron("23 * * * *")  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default")
def end_what_ran_out() -> None:
    """Hourly: what ended by its time is written down as ended. Every decision reads the time
    itself and waits for none of this."""
    decay_everyone()
    expire_grants()
    expire_requests()


@interval(seconds=15)  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", max_age=30_000)
def look_at_cameo_notes_again() -> None:
    """What a screener that was away left unjudged."""
    look_again()
