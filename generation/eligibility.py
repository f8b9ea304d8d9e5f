"""Who may ask for a video now."""

from django.utils.translation import gettext as _

from accounts.models import Standing, User
from accounts.models.standings import SHUT_OUT
from generation.models import EVERY_ENGINE, StopSwitch
from lib.errors import DomainError, ErrorCode
from moderation.services.cooling import cooling_refusal

RETRY_SECONDS = 60


def submit_refusal(person: User, *, engine: str) -> DomainError | None:
    """Why `person` may not submit to `engine` now, or None."""
    # Whoever is shut out, or has left, does nothing here.
    if person.deleted_at is not None or person.standing in SHUT_OUT:
        return DomainError(ErrorCode.SUSPENDED, _("Your account is suspended."))
    # Limited accounts may look, not make.
    if person.standing == Standing.LIMITED:
        return DomainError(
            ErrorCode.STANDING_LIMITED, _("Your account is limited: it cannot make videos.")
        )
    # An address that nobody confirmed could be anybody's.
    if person.joined_at is None:
        return DomainError(ErrorCode.EMAIL_NOT_VERIFIED, _("Confirm your e-mail address first."))
    # Their refusals were too many: they wait before they try further words.
    if refusal := cooling_refusal(person.pk):
        return refusal
    # Staff pulled the stop switch of this engine or of all.
    if StopSwitch.objects.filter(engine__in=[engine, EVERY_ENGINE]).exists():
        return DomainError(
            ErrorCode.TEMPORARILY_DISABLED,
            _("New videos are paused for the moment."),
            retry_after=RETRY_SECONDS,
        )
    return None
