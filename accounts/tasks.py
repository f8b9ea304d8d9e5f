"""Work of the scheduler."""

import dramatiq
from dramatiq_crontab import cron, interval

from accounts.services.apple import call_apple
from accounts.services.people import forget_unconfirmed
from accounts.services.profile_texts import look_again
from accounts.services.referrals import mature_invitees
from accounts.services.sessions import forget_expired_sessions
from accounts.services.unproven import delete_unproven


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
