"""Leaving with time to come back: closed at once, erased after some days (A7).

From the transaction that closes it nobody sees the account, its sessions are dead and nothing more
is made with it; what was there stays untouched until the day on which `delete_account` erases it.
Once that day has come nothing opens it again, so the letter that says so is true whenever it goes
out.
"""

from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.events import AccountClosed, AccountReopened, SessionsEnded
from accounts.models import User
from accounts.services.closing_mails import ClosingLetter, send_closing_letter
from accounts.services.deletion import delete_account, no_clock_erases
from accounts.services.sessions import forget_sessions
from accounts.tokens import shut_out
from audit.services import record
from audit.tombstones.leaving import leave_tombstone
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode, StaleState
from lib.events import publish
from lib.ids import new_id
from lib.outbox.services import enqueue

log = structlog.get_logger(__name__)

CLOCK = Actor.system("closing")
REMIND_BEFORE = timedelta(days=3)


def close_account(
    *, person: User, actor: Actor, at: datetime | None = None, due: datetime | None = None
) -> User:
    """Close it now and say when it will be erased. Whoever says it twice, or twice at once, has
    said it once. `at`, `due`: where it was done before, when, and which day they were told. Raises
    StaleState for a tombstone."""
    from accounts.tasks import mail_about_closing  # which imports services

    with transaction.atomic():
        held = _locked(person.pk)
        if held.closed_at is not None:
            return held
        held.closed_at = at or timezone.now()
        held.erase_due_at = due or held.closed_at + grace()
        held.session_epoch += 1
        held.save(update_fields=["closed_at", "erase_due_at", "session_epoch"])
        forget_sessions(person=held)
        record("accounts.person.closed", actor=actor, target=held.public_id)
        leave_tombstone("closing", held.pk, fact=held.erase_due_at.isoformat())
        publish(SessionsEnded(user_id=held.pk))
        publish(AccountClosed(user_id=held.pk))
        enqueue(mail_about_closing, held.pk, ClosingLetter.CLOSED.value)
    return held


def restore_account(*, person: User, actor: Actor, at: datetime | None = None) -> User:
    """Open it as it was: standing, ages and whatever ended meanwhile are left as they are.
    `at`: where it was done before, when; whoever was let in then is not erased for having been
    shut out in a copy, and stays shut out.

    Raises DomainError: `not_closing`; `gone` once its time is over; why it is shut out, if it is.
    """
    with transaction.atomic():
        held = _locked(person.pk)
        refusal = restoration_refusal(held, at or timezone.now(), again=at is not None)
        if refusal is not None:
            raise refusal
        held.closed_at = held.erase_due_at = held.erase_reminded_at = held.erase_told_at = None
        held.save(update_fields=["closed_at", "erase_due_at", "erase_reminded_at", "erase_told_at"])
        record("accounts.person.reopened", actor=actor, target=held.public_id)
        leave_tombstone("return", held.pk)
        publish(AccountReopened(user_id=held.pk))
    return held


def restoration_refusal(person: User, at: datetime, *, again: bool) -> DomainError | None:
    """Why somebody cannot come back, or None; `again`: as they did before."""
    # Nothing was closed.
    if person.closed_at is None or person.erase_due_at is None:
        return DomainError(ErrorCode.NOT_CLOSING, _("This account is not being closed."))
    # What is about to be erased is erased.
    if person.erase_due_at <= at:
        return DomainError(ErrorCode.GONE, _("This account is being erased."))
    # Coming back lifts no ban and no freeze, and waits until somebody else has.
    return None if again or person.is_active else shut_out(person)


def ask_to_leave(*, email: str) -> None:
    """A letter with a link, to whoever has an account with this address; nobody is told whether
    there is one, and the same is written where there is none: a commit takes its time."""
    from accounts.tasks import mail_about_closing  # which imports services

    members = User.objects.filter(email=email.lower(), deleted_at=None, closed_at=None)
    found = members.exclude(joined_at=None).values_list("pk", flat=True).first()
    with transaction.atomic():
        enqueue(mail_about_closing, found or new_id(), ClosingLetter.ASKED.value)


def erase_at_once(*, person: User) -> None:
    """The rest of the time is waived, for good. Raises DomainError `not_closing`, StaleState."""
    with transaction.atomic():
        held = _locked(person.pk)
        if held.closed_at is None or held.erase_due_at is None:
            raise DomainError(
                ErrorCode.NOT_CLOSING, _("Close the account first, then sign in and erase it.")
            )
        held.erase_due_at = min(timezone.now(), held.erase_due_at)
        held.save(update_fields=["erase_due_at"])
    _erase(held.pk, actor=Actor.person(held.pk))


def erase_due() -> int:
    """Erase everybody whose time to come back is over. How many; nobody while the database may be
    behind what stands outside: whoever came back since the copy was made is closed in it."""
    if no_clock_erases():
        return 0
    due = User.objects.filter(_is_due()).order_by("erase_due_at").values_list("pk", flat=True)
    return sum(map(_erase_if_possible, list(due)))


def remind_leaving() -> int:
    """Once, REMIND_BEFORE the end, unless the whole time is no longer than that. How many."""
    from accounts.tasks import mail_about_closing  # which imports services

    now, told = timezone.now(), 0
    if grace() <= REMIND_BEFORE:
        return 0
    soon = User.objects.filter(
        erase_due_at__gt=now, erase_due_at__lte=now + REMIND_BEFORE, erase_reminded_at=None
    )
    for which in list(soon.values_list("pk", flat=True)):
        with transaction.atomic():
            if soon.filter(pk=which).update(erase_reminded_at=now):
                enqueue(mail_about_closing, which, ClosingLetter.REMINDER.value)
                told += 1
    return told


def grace() -> timedelta:
    """How long one may come back."""
    return timedelta(days=settings.ACCOUNT_GRACE_DAYS)


def _erase_if_possible(which: UUID) -> bool:
    """One that fails is logged and left to the next hour: it keeps nobody else from going."""
    try:
        return _erase(which, actor=CLOCK)
    except Exception as error:  # noqa: BLE001 - whatever it is, others are due too
        log.error("person_not_erased", person=str(which), error=type(error).__name__)
        return False


def _erase(which: UUID, *, actor: Actor) -> bool:
    """One person each transaction. The letter goes first, as afterwards nobody knows the address;
    it may go twice where somebody is killed between, and no letter keeps anything from going."""
    _tell(which)
    with transaction.atomic():
        rows = User.objects.select_for_update(skip_locked=True, of=("self",))
        person = rows.filter(_is_due(), pk=which).first()
        if person is None:
            return False
        delete_account(person=person, actor=actor)
    return True


def _tell(which: UUID) -> None:
    if not User.objects.filter(_is_due(), pk=which, erase_told_at=None).exists():
        return
    try:
        send_closing_letter(person_id=which, letter=ClosingLetter.ERASED)
    except Exception as error:  # noqa: BLE001 - of smtplib, or of the operator's own post office
        log.error("letter_of_erasure_not_sent", error=type(error).__name__)
        return
    User.objects.filter(pk=which, closed_at__isnull=False).update(erase_told_at=timezone.now())


def _is_due() -> Q:
    return Q(erase_due_at__lte=timezone.now(), closed_at__isnull=False, deleted_at=None)


def _locked(person_id: UUID) -> User:
    """Raises StaleState for a tombstone."""
    person = User.objects.select_for_update().get(pk=person_id)
    if person.deleted_at is not None:
        raise StaleState
    return person
