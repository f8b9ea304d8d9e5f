"""The clock of this room."""

import dramatiq
from dramatiq_crontab import cron

MINUTE_MS = 60_000


@cron("11 * * * *")  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", time_limit=55 * MINUTE_MS)
def fetch_exchanges() -> None:
    """Take over what exchanges have changed, then tell them what people found."""
    from moderation.services.exchanges import fetch_all
    from moderation.services.opinions import send_opinions

    fetch_all()
    send_opinions()


@cron("23 4 * * *")  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", time_limit=30 * MINUTE_MS)
def forget_old_bank_hits() -> None:
    """Whom entries met is of use for a while only."""
    from moderation.services.bank_alarm import forget_old_hits

    forget_old_hits()
