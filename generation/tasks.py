"""Messages of this room's workers, and the clock. Ids go in; everything else is read again.

The web process imports this module to send messages, so what does the work is imported inside.
"""

from uuid import UUID

import dramatiq
from dramatiq_crontab import cron, interval

MINUTE_MS = 60_000
SWEEP_SECONDS = 5
HOLD_SECONDS = 10
PUT_BACK_MS = 2_000  # a ticket that was not used: whoever is free takes it


@dramatiq.actor(queue_name="render", time_limit=120 * MINUTE_MS, notify_shutdown=True)
def render_job(job_id: str) -> None:
    """From prompt to master. The message is a ticket: which job it draws is whose turn it is."""
    from generation.work.rendering import render_next

    def put_back() -> None:
        render_job.send_with_options(args=(job_id,), delay=PUT_BACK_MS)

    render_next(put_back)


@dramatiq.actor(queue_name="screen", time_limit=5 * MINUTE_MS)
def screen_job(job_id: str) -> None:
    """The words of a prompt that the screener did not judge while its maker waited."""
    from generation.work.screening import screen

    screen(UUID(job_id))


@dramatiq.actor(queue_name="screen", time_limit=5 * MINUTE_MS)
def monitor_job(job_id: str) -> None:
    """The slow look at a prompt's words, beside its rendering."""
    from generation.work.beside import look

    look(UUID(job_id))


@dramatiq.actor(queue_name="likeness", time_limit=10 * MINUTE_MS, notify_shutdown=True)
def prepare_job(job_id: str) -> None:
    """Pictures of the people whose likeness a job was lent, for the engine."""
    from generation.work.preparing import prepare

    prepare(UUID(job_id))


@dramatiq.actor(queue_name="inspect", time_limit=30 * MINUTE_MS, notify_shutdown=True)
def inspect_job(job_id: str) -> None:
    """What is seen and heard in a master."""
    from generation.work.inspecting import inspect

    inspect(UUID(job_id))


@dramatiq.actor(queue_name="likeness", time_limit=30 * MINUTE_MS, notify_shutdown=True)
def identify_job(job_id: str) -> None:
    """Whose faces are in a master."""
    from generation.work.identifying import identify

    identify(UUID(job_id))


@dramatiq.actor(queue_name="default", time_limit=5 * MINUTE_MS)
def obey_review(review_id: str) -> None:
    """Do what a person decided about a job."""
    from generation.work.reviewed import obey

    obey(UUID(review_id))


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
def move_files(job_id: str) -> None:
    """Do the moves that a job's files are owed."""
    from generation.work.moving import move_files_of

    move_files_of(UUID(job_id))


@dramatiq.actor(queue_name="default", time_limit=5 * MINUTE_MS)
def erase_files(job_id: str) -> None:
    """Do the erasures that a job's files are owed."""
    from generation.work.erasure import erase_owed

    erase_owed(UUID(job_id))


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


@dramatiq.actor(queue_name="default", time_limit=10 * MINUTE_MS)
def stop_severed(cameo_id: str, person_id: str) -> None:
    """Stop the jobs for which a likeness may not be used any more; of everybody, or of one."""
    from generation.work.severed import stop_severed as stop

    stop(UUID(cameo_id), UUID(person_id) if person_id else None)


@dramatiq.actor(queue_name="default", time_limit=5 * MINUTE_MS)
def return_grants(job_id: str) -> None:
    """Give back the grants for once of a job that made nothing."""
    from generation.work.returned import return_grants as give_back

    give_back(UUID(job_id))


@dramatiq.actor(queue_name="default", time_limit=10 * MINUTE_MS)
def withdraw_films(revocation_id: str) -> None:
    """Remove a batch of films whose consent was taken back; it asks for the next."""
    from generation.work.withdrawing import withdraw_films as withdraw

    withdraw(UUID(revocation_id))


@dramatiq.actor(queue_name="default", time_limit=5 * MINUTE_MS)
def withdraw_film(job_id: str) -> None:
    """Remove one of them that was found where it should not be."""
    from generation.work.withdrawing import withdraw_film as withdraw

    withdraw(UUID(job_id))


@dramatiq.actor(queue_name="default", time_limit=5 * MINUTE_MS)
def withdraw_if_lost(job_id: str) -> None:
    """Remove a film if its consent was taken back: while it was judged, or shown."""
    from generation.work.withdrawing import withdraw_if_lost as withdraw

    withdraw(UUID(job_id))


@interval(seconds=MINUTE_MS // 1000)  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", time_limit=MINUTE_MS, max_age=MINUTE_MS // 2)
def resume_withdrawals() -> None:
    """Go on with revocations whose message or worker was lost."""
    from generation.work.withdrawing import resume

    resume()


@interval(seconds=MINUTE_MS // 1000)  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", time_limit=2 * MINUTE_MS, max_age=MINUTE_MS // 2)
def ask_for_owed_files() -> None:
    """Go on with files that are to be moved or erased, and whose store was away."""
    from generation.work.owing import ask_again

    ask_again()


@interval(seconds=SWEEP_SECONDS)  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", time_limit=MINUTE_MS, max_age=MINUTE_MS // 2)
def sweep() -> None:
    """Repair what killed processes left behind."""
    from generation.work.sweeping import sweep_all

    sweep_all()


@interval(seconds=HOLD_SECONDS)  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", time_limit=MINUTE_MS, max_age=MINUTE_MS // 2)
def sweep_holds() -> None:
    """Look again at what is held; ask people after a day; give up after a week."""
    from generation.work.holding import sweep_holds as sweep_all

    sweep_all()


@cron("*/10 * * * *")  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", time_limit=9 * MINUTE_MS)
def tidy_processors() -> None:
    """What is still to be deleted outside of this house."""
    from generation.work.processors import tidy_processors as tidy

    tidy()


@cron("17 * * * *")  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", time_limit=30 * MINUTE_MS)
def sweep_leftovers() -> None:
    """Remove files that belong to nothing, and move what an older worker left among them."""
    from generation.work.leftovers import rehouse_kept, remove_leftovers

    remove_leftovers()
    rehouse_kept()


@cron("11 * * * *")  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", time_limit=30 * MINUTE_MS)
def expire_drafts() -> None:
    """Drafts that nobody published, after their time."""
    from generation.work.expiring import expire_drafts as expire

    expire()


@cron("43 3 * * *")  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", time_limit=30 * MINUTE_MS)
def forget_old_rows() -> None:
    """Forget sent messages, stored answers and events that are past their time."""
    from generation.work.sweeping import forget_old

    forget_old()
