"""Why a file that was sent is not looked at."""

from django.utils import timezone
from django.utils.translation import gettext as _

from cameos.models import Character, ReferenceImage
from lib.errors import DomainError, ErrorCode
from lib.signed_media import exists


def submit_refusal(
    row: Character | ReferenceImage, *, awaiting: str, missing: str
) -> DomainError | None:
    """`awaiting`: the state in which it may be sent in; `missing`: what to say where nothing is."""
    # Each is sent in once.
    if row.state != awaiting:
        return DomainError(ErrorCode.ALREADY_FINISHED, _("This was sent in before."))
    # Its address lives for minutes.
    if row.expires_at <= timezone.now():
        return DomainError(ErrorCode.GONE, _("The time to send it ran out. Begin again."))
    # Nothing came there.
    if not exists(row.upload_key):
        return DomainError(ErrorCode.RECORDING_MISSING, missing)
    return None
