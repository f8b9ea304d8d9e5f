"""Messages of this room's workers, and the clock. Ids go in; everything else is read again.

The web process imports this module to send messages, so what does the work is imported inside.
"""

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


@dramatiq.actor(queue_name="default", time_limit=MINUTE_MS)
def weigh_refusals(person_id: str) -> None:
    """Whether somebody's refusals are too many, or after all too few."""
    from moderation.services.cooling import weigh_person

    weigh_person(UUID(person_id))


# The inspect workers carry a model runtime anyway; nobody waits for the answer.
@dramatiq.actor(queue_name="inspect", time_limit=5 * MINUTE_MS)
def cluster_refusals(person_id: str) -> None:
    """Which of somebody's refused words are one thing tried in many ways."""
    from moderation.probing.finding import find_cluster

    find_cluster(UUID(person_id))


@cron("51 3 * * *")  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", time_limit=30 * MINUTE_MS)
def forget_refused_words() -> None:
    """Words of refusals after a week, the rows after a month."""
    from moderation.services.refusals import forget_old

    forget_old()
