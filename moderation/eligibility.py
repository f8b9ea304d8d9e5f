"""Who may have a text judged."""

from django.utils.translation import gettext as _

from accounts.models import Standing, User
from lib.errors import DomainError, ErrorCode


def consult_refusal(person: User) -> DomainError | None:
    """Why `person` may not ask now, or None."""
    # Whoever is limited for what they made is not helped to make it past the filter.
    if person.standing != Standing.GOOD:
        return DomainError(ErrorCode.STANDING_LIMITED, _("Your account is limited."))
    # An address that nobody confirmed could be anybody's.
    if person.joined_at is None:
        return DomainError(ErrorCode.EMAIL_NOT_VERIFIED, _("Confirm your e-mail address first."))
    # A developers' route; people under 18, and of unknown age, have other rules than it tells.
    if not person.is_adult:
        return DomainError(ErrorCode.UNDER_AGE, _("This is for adults."))
    return None
