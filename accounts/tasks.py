"""Work of the scheduler."""

import dramatiq
from dramatiq_crontab import cron

from accounts.services.people import forget_unconfirmed
from accounts.services.sessions import forget_expired_sessions


@cron("17 * * * *")  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default")
def forget_unconfirmed_people() -> None:
    """Hourly: nobody sits on an address or a handle for longer than a day."""
    forget_unconfirmed()


@cron("29 4 * * *")  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default")
def forget_sessions() -> None:
    """Daily: sessions that ran out, some of which hold an e-mail address."""
    forget_expired_sessions()
