"""Who may ask at all whether they may use somebody's likeness."""

from django.utils.translation import gettext as _

from accounts.models import Standing, User
from cameos.gates import MAKING
from lib.errors import DomainError, ErrorCode
from moderation.services.cooling import cooling_refusal


def asking_refusal(person: User) -> DomainError | None:
    """Why `person` may not, or None: the clauses of whoever may ask for a video."""
    # Whoever is shut out, or has left, does nothing here.
    if not person.stands:
        return DomainError(ErrorCode.SUSPENDED, _("Your account is suspended."))
    # Limited accounts may look, not make.
    if person.standing == Standing.LIMITED:
        return DomainError(
            ErrorCode.STANDING_LIMITED, _("Your account is limited: it cannot make videos.")
        )
    # An address that nobody confirmed could be anybody's.
    if person.joined_at is None:
        return DomainError(ErrorCode.EMAIL_NOT_VERIFIED, _("Confirm your e-mail address first."))
    # A guardian, a law or they themselves closed these hours, or all making.
    if refusal := MAKING.refusal(person):
        return refusal
    # Their refusals were too many: they wait before they try further words.
    return cooling_refusal(person.pk)
