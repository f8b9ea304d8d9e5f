"""Messages of this room's workers, and the clock. Ids go in; everything else is read again.

The web process imports this module to send messages, so what does the work is imported inside.
"""

from uuid import UUID

import dramatiq
from dramatiq_crontab import cron, interval

MINUTE_MS = 60_000
SWEEP_SECONDS = 5


@dramatiq.actor(queue_name="render", time_limit=120 * MINUTE_MS, notify_shutdown=True)
def render_job(job_id: str) -> None:
    """From prompt to master."""
    from generation.work.rendering import render

    render(UUID(job_id))


@dramatiq.actor(queue_name="finish", time_limit=30 * MINUTE_MS, notify_shutdown=True)
def finish_job(job_id: str) -> None:
    """From master to draft."""
    from generation.work.finishing import finish

    finish(UUID(job_id))


@dramatiq.actor(queue_name="default", time_limit=5 * MINUTE_MS)
def tidy_job(job_id: str) -> None:
    """Remove what a finished job no longer needs, or all of it where that was asked."""
    from generation.work.erasure import tidy

    tidy(UUID(job_id))


@dramatiq.actor(queue_name="default", time_limit=5 * MINUTE_MS)
def erase_draft(draft_id: str) -> None:
    """Remove the files of a deleted draft."""
    from generation.work.erasure import erase_draft_files

    erase_draft_files(UUID(draft_id))


@dramatiq.actor(queue_name="default", time_limit=10 * MINUTE_MS)
def erase_person(person_id: str) -> None:
    """Remove everything of a deleted account."""
    from generation.work.people import erase_person as erase

    erase(UUID(person_id))


@dramatiq.actor(queue_name="default", time_limit=5 * MINUTE_MS)
def stop_person(person_id: str) -> None:
    """Stop the jobs of somebody who is shut out."""
    from generation.work.people import stop_person as stop

    stop(UUID(person_id))


@interval(seconds=SWEEP_SECONDS)  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", time_limit=MINUTE_MS, max_age=MINUTE_MS // 2)
def sweep() -> None:
    """Repair what killed processes left behind."""
    from generation.work.sweeping import sweep_all

    sweep_all()


@cron("17 * * * *")  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", time_limit=30 * MINUTE_MS)
def sweep_leftovers() -> None:
    """Remove files that belong to nothing."""
    from generation.work.leftovers import remove_leftovers

    remove_leftovers()


@cron("43 3 * * *")  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", time_limit=30 * MINUTE_MS)
def forget_old_rows() -> None:
    """Forget sent messages, stored answers and events that are past their time."""
    from generation.work.sweeping import forget_old

    forget_old()
