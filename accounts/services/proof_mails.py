"""Letters to people who cannot sign in, because their account seems to be a child's."""

from enum import StrEnum
from uuid import UUID

from django.core.mail import send_mail
from django.template.loader import render_to_string

from accounts.assurance import is_assured
from accounts.models import AgeBand, User
from accounts.proof_links import link_for


class Letter(StrEnum):
    """Which letter."""

    FROZEN = "frozen"
    REMINDER = "reminder"
    DECIDED = "decided"


def send_letter(*, person_id: UUID, letter: Letter) -> bool:
    """Send it if it is still true; False where it is not, or nobody is left to read it."""
    person = User.objects.filter(pk=person_id, deleted_at=None).exclude(email=None).first()
    if person is None:
        return False
    frozen = person.assured_band == AgeBand.UNDER_13
    if letter != Letter.DECIDED and not frozen:
        return False
    facts = {
        "frozen": frozen,
        "band": person.age_band.value,
        "unsure": person.age_band == AgeBand.ADULT and not is_assured(person),
        "due": person.proof_due_at,
        "link": link_for(person) if frozen else "",
    }
    place = f"accounts/mail/proof_{letter.value}"
    subject = render_to_string(f"{place}_subject.txt", facts).strip()
    send_mail(subject, render_to_string(f"{place}_message.txt", facts), None, [str(person.email)])
    return True
