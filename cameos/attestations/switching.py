"""The switch behind which attestations lie: switched off, nothing attested is usable from then on,
and the bytes go with the next sweep."""

from django.utils.translation import gettext as _

from cameos.models import AttestationSwitch
from cameos.switching import Switch
from lib.errors import DomainError, ErrorCode

SWITCH = Switch(AttestationSwitch, why="reason", name="attestations")
RETRY_SECONDS = 3600


def off_refusal() -> DomainError | None:
    """Why nothing that rests on an attestation goes on, or None."""
    if SWITCH.is_on():
        return None
    return DomainError(
        ErrorCode.TEMPORARILY_DISABLED,
        _("Pictures of other people cannot be used here. Ask them for their cameo."),
        retry_after=RETRY_SECONDS,
    )
