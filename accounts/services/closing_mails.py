"""Letters to people who are leaving."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.closing_links import link_for
from accounts.models import User


class ClosingLetter(StrEnum):
    """Which letter."""

    CLOSED = "closed"
    REMINDER = "reminder"
    ERASED = "erased"
    ASKED = "asked"  # by somebody who cannot sign in, perhaps


def send_closing_letter(*, person_id: UUID, letter: ClosingLetter) -> bool:
    """Send it if it is still true; False where it is not, or nobody is left to read it."""
    person = User.objects.filter(pk=person_id, deleted_at=None).exclude(email=None).first()
    if person is None or not _is_true(letter, person.erase_due_at):
        return False
    place = f"accounts/mail/closing_{letter.value}"
    facts = {"due": person.erase_due_at, "link": link_for(person)}
    subject = render_to_string(f"{place}_subject.txt", facts).strip()
    send_mail(subject, render_to_string(f"{place}_message.txt", facts), None, [str(person.email)])
    return True


def _is_true(letter: ClosingLetter, due: datetime | None) -> bool:
    """Of an account that will be erased at `due`; None: it is not closed."""
    if due is None or letter == ClosingLetter.ASKED:
        return due is None and letter == ClosingLetter.ASKED
    return (due <= timezone.now()) == (letter == ClosingLetter.ERASED)
