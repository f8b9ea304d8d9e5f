"""Work of the scheduler, and messages that this room owes."""

from uuid import UUID

import dramatiq
from dramatiq_crontab import cron, interval

from accounts.models.exports import LONGEST_WORK
from accounts.safeguards import watching
from accounts.services.age_forgetting import purge_old_inputs
from accounts.services.apple import call_apple
from accounts.services.archiving import build
from accounts.services.closing import erase_due, remind_leaving
from accounts.services.closing_mails import ClosingLetter, send_closing_letter
from accounts.services.decision_mails import Decided, send_decision_letter
from accounts.services.export_mails import send_export_letter
from accounts.services.exports import erase_left, sweep
from accounts.services.impersonation import forget_names
from accounts.services.people import forget_unconfirmed
from accounts.services.predicting import predict_new
from accounts.services.profile_texts import look_again
from accounts.services.proof_mails import Letter, send_letter
from accounts.services.referrals import mature_invitees
from accounts.services.sessions import forget_expired_sessions
from accounts.services.standing import end_desk_suspensions
from accounts.services.store_consent import forget_old
from accounts.services.unproven import delete_unproven, remind_unproven


@cron("17 * * * *")  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default")
def forget_unconfirmed_people() -> None:
    """Hourly: nobody sits on an address or a handle for longer than a day."""
    forget_unconfirmed()


@cron("29 4 * * *")  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default")
def forget_sessions() -> None:
    """Daily: sessions that ran out, some of which hold an e-mail address."""
    forget_expired_sessions()


@cron("41 * * * *")  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default")
def delete_people_without_proof_of_age() -> None:
    """Hourly: accounts held to be a child's whose time for a proof ran out."""
    delete_unproven()


@cron("11 * * * *")  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default")
def remind_people_without_proof_of_age() -> None:
    """Hourly: a letter three days before the end."""
    remind_unproven()


@dramatiq.actor(queue_name="default")
def mail_about_proof(person_id: str, letter: str) -> None:
    """A letter about a frozen account, or about a decision."""
    send_letter(person_id=UUID(person_id), letter=Letter(letter))


@dramatiq.actor(queue_name="default")
def mail_about_decision(person_id: str, what: str) -> None:
    """A letter about what staff decided of an account."""
    send_decision_letter(person_id=UUID(person_id), what=Decided(what))


@cron("23 * * * *")  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", time_limit=30 * 60_000)
def erase_people_who_left() -> None:
    """Hourly: closed accounts whose time to come back is over."""
    erase_due()


@cron("7 * * * *")  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default")
def remind_people_who_leave() -> None:
    """Hourly: a letter three days before the end."""
    remind_leaving()


@dramatiq.actor(queue_name="default")
def mail_about_closing(person_id: str, letter: str) -> None:
    """A letter to somebody who is leaving."""
    send_closing_letter(person_id=UUID(person_id), letter=ClosingLetter(letter))


@cron("37 * * * *")  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", time_limit=30 * 60_000)
def predict_ages() -> None:
    """Hourly: whether adults by declaration who did something new rather seem to be teens."""
    predict_new()


@cron("53 4 * * *")  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default")
def forget_inputs_of_ages() -> None:
    """Daily: what old signals were drawn from."""
    purge_old_inputs()


@cron("23 5 * * *")  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default")
def forget_names_of_impersonations() -> None:
    """Daily: what stood on profiles that were found to pass for somebody, half a year later."""
    forget_names()


@cron("43 4 * * *")  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default")
def forget_old_store_links() -> None:
    """Daily: Apple accounts on which somebody has not signed in for long."""
    forget_old()


@interval(seconds=60)  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", max_age=120_000)
def end_short_suspensions() -> None:
    """What one of staff decided alone, for a time."""
    end_desk_suspensions()


@cron("53 5 * * *")  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default")
def record_referrals() -> None:
    """Daily: invitees who have stood well long enough."""
    mature_invitees()


@interval(seconds=15)  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", max_age=30_000)
def tell_apple() -> None:
    """Codes to exchange within five minutes, and tokens of deleted accounts to revoke."""
    call_apple()


@interval(seconds=15)  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", max_age=30_000)
def look_at_profile_texts_again() -> None:
    """What a screener that was away left unjudged."""
    look_again()


@cron("53 4 * * *")  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default")
def forget_watched_times() -> None:
    """Daily: how long people watched more than a month ago."""
    watching.forget_old()


@dramatiq.actor(queue_name="export", time_limit=int(LONGEST_WORK.total_seconds() * 1000))
def build_export(export_id: str) -> None:
    """Everything of one person, in one file."""
    build(UUID(export_id))


@dramatiq.actor(queue_name="default")
def erase_export(export_id: str) -> None:
    """What lies under keys of archives that nobody may fetch."""
    erase_left(UUID(export_id))


@dramatiq.actor(queue_name="default")
def mail_about_export(export_id: str) -> None:
    """That it is ready."""
    send_export_letter(export_id=UUID(export_id))


@interval(seconds=30)  # type: ignore[untyped-decorator]
@dramatiq.actor(queue_name="default", max_age=30_000)
def sweep_exports() -> None:
    """Archives whose time is over or of which something was taken back, and those that wait for a
    worker that died."""
    sweep()
