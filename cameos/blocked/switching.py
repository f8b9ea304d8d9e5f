"""The switch behind which the gallery lies. It decides who is added, never who is protected:
switched off, whoever stands in it stays."""

from django.utils.translation import gettext as _

from cameos.models import BlockedSwitch
from cameos.switching import Switch
from lib.errors import DomainError, ErrorCode

SWITCH = Switch(BlockedSwitch, why="basis", name="blocked_gallery")


def off_refusal() -> DomainError | None:
    """Why nobody is added, or None."""
    if SWITCH.is_on():
        return None
    return DomainError(
        ErrorCode.TEMPORARILY_DISABLED, _("The gallery of blocked people is switched off.")
    )
