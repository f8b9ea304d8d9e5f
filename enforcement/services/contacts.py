"""What is known of people without an account as reporters, and what follows from it (E32): the same
as of accounts. What is known stands on the first row of a voice, and outlives its address."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import record
from enforcement import tasks
from enforcement.limits import REPORTER_MUTED_AT_MOST
from enforcement.models import Contact, Report
from enforcement.services.reporters import authorise_managing, count_in, is_muted
from enforcement.trust import trust_of
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode
from lib.outbox.services import enqueue


def rows_of(contact: Contact) -> QuerySet[Contact]:
    """All addresses of one mailbox, which are one voice, the first one first."""
    return Contact.objects.filter(mailbox=contact.mailbox).order_by("pk")


def reports_by(contact: Contact) -> Q:
    """Of reports: those of the same voice."""
    return Q(contact__mailbox=contact.mailbox)


def known_of(contact: Contact) -> Contact:
    """The row that says what is known of the voice."""
    return rows_of(contact)[0]


def known_of_mailboxes(mailboxes: Collection[str] | QuerySet[Any]) -> QuerySet[Contact]:
    """The same of each of these mailboxes, all at once."""
    rows = Contact.objects.filter(mailbox__in=mailboxes)
    return rows.order_by("mailbox", "pk").distinct("mailbox")


def is_paused(mailbox: str) -> bool:
    """Whether what is reported from there (its keyed hash) has no effect now."""
    return is_muted(Contact.objects.filter(mailbox=mailbox).order_by("pk").first())


def is_heard(contact: Contact) -> bool:
    """Whether their word has somebody look at a case whatever its priority: until they were wrong
    more often than right."""
    return trust_of(known_of(contact)).share >= trust_of(None).share


def weigh_contact(contact_id: UUID, outcome: str, *, by: int = 1) -> None:
    """Count one report of theirs as found right or not; with `by=-1` take that back. In the
    caller's transaction."""
    count_in(_locked(Contact.objects.get(pk=contact_id)), outcome, by=by)


def mute_contact(*, contact: Contact, by: User, span: timedelta) -> datetime:
    """What they report has no effect for `span`, and they are written so (DSA, Article 23); child
    safety aside. Returns until when. Raises DomainError `permission_denied`, `invalid`."""
    authorise_managing(by)
    if not timedelta() < span <= REPORTER_MUTED_AT_MOST:
        raise DomainError(ErrorCode.INVALID, _("At most 90 days."))
    with transaction.atomic():
        row = _locked(contact)
        row.muted_until = timezone.now() + span
        row.save(update_fields=["muted_until"])
        _record("muted", contact, by, days=span.days)
        enqueue(tasks.mail_pause, contact.pk)
    return row.muted_until


def unmute_contact(*, contact: Contact, by: User) -> None:
    """It has effect again. Raises DomainError `permission_denied`."""
    authorise_managing(by)
    with transaction.atomic():
        row = _locked(contact)
        if row.muted_until is None:
            return
        row.muted_until = None
        row.save(update_fields=["muted_until"])
        _record("unmuted", contact, by)
        enqueue(tasks.mail_pause, contact.pk)


def _record(what: str, contact: Contact, by: User, **facts: int) -> None:
    """Under the newest of their reports: an address is no id, and stands in no log."""
    said = Report.objects.filter(reports_by(contact)).order_by("-created_at", "-pk").first()
    target = said.public_id if said else str(contact.pk)
    record(f"enforcement.contact.{what}", actor=Actor.person(by.pk), target=target, **facts)


def _locked(contact: Contact) -> Contact:
    return rows_of(contact).select_for_update()[0]
