"""Messages of this room's workers, and the clock. Ids go in; everything else is read again."""

from uuid import UUID

import dramatiq
from dramatiq_crontab import cron, interval

from feed.limits import RERATE_SECONDS, SWEEP_SECONDS
from lib.outbox.services import enqueue

MINUTE_MS = 60_000


@dramatiq.actor(queue_name="screen", time_limit=5 * MINUTE_MS)
def screen_caption(post_id: str) -> None:
    """A caption that the screener did not judge while its author waited."""
    from feed.work.screening import screen

    screen(UUID(post_id))


@dramatiq.actor(queue_name="default", time_limit=MINUTE_MS)
def hear_caption(post_id: str) -> None:
    """Whether its author says their age in it."""
    from feed.work.hearing import hear_author

    hear_author(UUID(post_id))


@dramatiq.actor(queue_name="default", time_limit=5 * MINUTE_MS)
def obey_caption_review(review_id: str) -> None:
    """Do what a person decided about a caption."""
    from feed.work.reviewed import obey

    obey(UUID(review_id))


@dramatiq.actor(queue_name="default", time_limit=10 * MINUTE_MS)
def erase_posts(person_id: str) -> None:
    """Remove everything of a deleted account."""
    from feed.work.people import erase

    erase(UUID(person_id))


@interval(seconds=SWEEP_SECONDS)  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", time_limit=MINUTE_MS, max_age=MINUTE_MS // 2)
def sweep_captions() -> None:
    """Look again at captions that wait; ask people after a day; give up after a week."""
    from feed.work.waiting import sweep

    sweep()


@interval(seconds=RERATE_SECONDS)  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", time_limit=10 * MINUTE_MS, max_age=MINUTE_MS)
def rerate_posts() -> None:
    """Rate by the policy in force what was rated by another; also sent when one is activated."""
    from feed.work.rating import rerate

    rerate()


@dramatiq.actor(queue_name="default", time_limit=10 * MINUTE_MS)
def rerate_posts_after(post_id: str) -> None:
    """The next batch, from this post on."""
    from feed.work.rating import rerate

    rerate(UUID(post_id))


@cron("37 * * * *")  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", time_limit=10 * MINUTE_MS, max_age=30 * MINUTE_MS)
def rate_withheld() -> None:
    """Whether posts that lacked an answer have it now, or need it no more."""
    from feed.work.rating import rerate

    rerate(withheld=True)


@dramatiq.actor(queue_name="default", time_limit=10 * MINUTE_MS)
def rate_withheld_after(post_id: str) -> None:
    """The next batch of these, from this post on."""
    from feed.work.rating import rerate

    rerate(UUID(post_id), withheld=True)


@cron("23 2 * * *")  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", time_limit=10 * MINUTE_MS, max_age=60 * MINUTE_MS)
def prove_feed() -> None:
    """Nightly: prove that nothing is shown to whom it must not be."""
    from feed.work.proving import begin

    enqueue(prove_feed_batch, begin())


@cron("*/10 * * * *")  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", time_limit=MINUTE_MS, max_age=MINUTE_MS)
def resume_proof() -> None:
    """Go on with a proof that a killed worker left."""
    from feed.work.proving_on import resume

    resume()


@dramatiq.actor(queue_name="default", time_limit=10 * MINUTE_MS)
def prove_feed_batch(run_id: str) -> None:
    """One batch of a proof; it asks for the next."""
    from feed.work.proving_on import go_on

    go_on(UUID(run_id))
