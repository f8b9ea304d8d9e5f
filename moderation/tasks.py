"""Messages of this room's workers, and the clock. Ids go in; everything else is read again."""

from uuid import UUID

import dramatiq
from dramatiq_crontab import interval

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
