"""Letters to people who are leaving."""

from enum import StrEnum
from uuid import UUID

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import User


class ClosingLetter(StrEnum):
    """Which letter."""

    CLOSED = "closed"
    REMINDER = "reminder"
    ERASED = "erased"


def send_closing_letter(*, person_id: UUID, letter: ClosingLetter) -> bool:
    """Send it if it is still true; False where it is not, or nobody is left to read it."""
    leaving = User.objects.filter(pk=person_id, closed_at__isnull=False, deleted_at=None)
    person = leaving.exclude(email=None).first()
    if person is None or person.erase_due_at is None:
        return False
    if (person.erase_due_at <= timezone.now()) != (letter == ClosingLetter.ERASED):
        return False
    place, facts = f"accounts/mail/closing_{letter.value}", {"due": person.erase_due_at}
    subject = render_to_string(f"{place}_subject.txt", facts).strip()
    send_mail(subject, render_to_string(f"{place}_message.txt", facts), None, [str(person.email)])
    return True
