"""Messages of this room's workers, and the clock. Ids go in; everything else is read again."""

from uuid import UUID

import dramatiq
from dramatiq_crontab import cron, interval

MINUTE_MS = 60_000


@dramatiq.actor(queue_name="default", time_limit=MINUTE_MS)
def tell_family(notice_id: str) -> None:
    """One person is told one thing, in the app and by mail."""
    from parental.work.telling import tell

    tell(UUID(notice_id))


@dramatiq.actor(queue_name="default", time_limit=MINUTE_MS)
def call_safety_desk(case_id: str) -> None:
    """The people who answer a teen's call for help get a mail with the id of the case."""
    from parental.work.desk import call

    call(UUID(case_id))


@dramatiq.actor(queue_name="default", time_limit=MINUTE_MS)
def withdraw_guardians_word(link_id: str) -> None:
    """What a guardian said of a teen's age counts no more: the link is over."""
    from parental.services.ages import take_words_back

    take_words_back(UUID(link_id))


@interval(seconds=60)  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", time_limit=5 * MINUTE_MS, max_age=MINUTE_MS)
def sweep_family() -> None:
    """Notices that are due, changes whose time has come, questions that nobody answered."""
    from parental.work.sweeping import sweep

    sweep()


@cron("3 * * * *")  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", time_limit=10 * MINUTE_MS, max_age=30 * MINUTE_MS)
def end_outgrown_links() -> None:
    """Hourly: teens who came of age, guardians of whom we are not sure enough any more."""
    from parental.work.outgrown import end_outgrown

    end_outgrown()
