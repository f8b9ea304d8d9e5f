"""Messages of this room's workers, and the clock. Ids go in; everything else is read again.

The web process imports this module to send messages, so what does the work is imported inside.
"""

from uuid import UUID

import dramatiq
from dramatiq_crontab import cron

MINUTE_MS = 60_000


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
