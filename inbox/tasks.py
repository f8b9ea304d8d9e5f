"""Messages of this room's workers, and the clock. Ids go in; everything else is read again."""

from uuid import UUID

import dramatiq
from dramatiq_crontab import cron, interval

MINUTE_MS = 60_000


@dramatiq.actor(queue_name="default", time_limit=2 * MINUTE_MS)
def push(push_id: str) -> None:
    """One push to one phone."""
    from inbox.push.delivering import deliver

    deliver(UUID(push_id))


@interval(seconds=15)  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", time_limit=MINUTE_MS, max_age=MINUTE_MS)
def sweep_pushes() -> None:
    """What is due: after quiet hours, after a failure, or because its message was lost."""
    from inbox.push.sweeping import sweep

    sweep()


@dramatiq.actor(queue_name="default", time_limit=MINUTE_MS)
def mail_digest(person_id: str) -> None:
    """One person's digest of today."""
    from inbox.digests import mail

    mail(UUID(person_id))


@cron("7 * * * *")  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", time_limit=10 * MINUTE_MS, max_age=30 * MINUTE_MS)
def sweep_digests() -> None:
    """Hourly: whose evening it is."""
    from inbox.digests import sweep

    sweep()
