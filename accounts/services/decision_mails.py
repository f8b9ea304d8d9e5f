"""Letters about what staff decided of an account. Why stands in them only for whoever cannot read
it in the app, and never where it is not told at all."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.core.mail import send_mail
from django.template.loader import render_to_string

from accounts.models import SHUTTING_OUT, PersonHold, StandingReason, StandingTransition, User
from accounts.models.standings import TOLD_REASONS
from lib.ending import told
from lib.sanctions import LIVE


class Decided(StrEnum):
    """What about."""

    STANDING = "standing"
    SIGNED_OUT = "signed_out"


WORDS = {
    StandingReason.SPAM: "spam",
    StandingReason.HARASSMENT: "harassment",
    StandingReason.IMPERSONATION: "passing for somebody else",
    StandingReason.MISTAKE: "what we had decided before was a mistake",
}


def send_decision_letter(*, person_id: UUID, what: Decided) -> bool:
    """Send it, with how the account stands now; False where nobody is left to read it."""
    person = User.objects.filter(pk=person_id, deleted_at=None).exclude(email=None).first()
    if person is None:
        return False
    shut_out = not person.is_active
    facts = {
        "standing": person.standing.value,
        "shut_out": shut_out,
        "why": _why(person) if shut_out else "",
        "until": _until(person) if shut_out else None,
    }
    place = f"accounts/mail/decided_{what.value}"
    subject = render_to_string(f"{place}_subject.txt", facts).strip()
    send_mail(subject, render_to_string(f"{place}_message.txt", facts), None, [str(person.email)])
    return True


def _why(person: User) -> str:
    rows = StandingTransition.objects.filter(subject_id=person.pk).order_by("-at", "-pk")
    reason = rows.values_list("reason", flat=True).first()
    return WORDS[StandingReason(reason)] if reason in TOLD_REASONS else ""


def _until(person: User) -> datetime | None:
    """When all that shuts them out has ended by itself; None where some of it does not, or whoever
    says so tells it in a letter of their own."""
    ends = PersonHold.objects.filter(LIVE, person=person, kind__in=SHUTTING_OUT)
    every = list(ends.values_list("until", flat=True))
    known = [one for one in every if one is not None]
    return told(max(known)) if known and len(known) == len(every) else None
