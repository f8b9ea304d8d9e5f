"""Messages of this room's workers, and the clock. Ids go in; everything else is read again."""

from uuid import UUID

import dramatiq
from dramatiq_crontab import cron, interval

MINUTE_MS = 60_000
STATEMENTS_SECONDS = 300


@dramatiq.actor(queue_name="screen", time_limit=5 * MINUTE_MS)
def screen_text(subject: str) -> None:
    """Words that a room to the left submitted."""
    from moderation.services.texts import screen

    screen(subject)


@dramatiq.actor(queue_name="default", time_limit=MINUTE_MS)
def tell_text_decided(review_id: str) -> None:
    """What a person decided about such words."""
    from moderation.services.texts import tell_decided

    tell_decided(UUID(review_id))


@interval(seconds=STATEMENTS_SECONDS)  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", time_limit=MINUTE_MS, max_age=MINUTE_MS)
def submit_statements_again() -> None:
    """What people said of refusals while the screener was away."""
    from moderation.services.texts import submit_statements_again as submit

    submit()


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
