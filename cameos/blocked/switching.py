"""The switch behind which the gallery lies: absent is off, staff alone turn it on."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import record
from cameos.blocked.permitting import authorise
from cameos.models import BlockedSwitch
from cameos.models.blocked_switch import THE_ONE
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode

TURN_ON = "cameos.add_blockedswitch"
TURN_OFF = "cameos.delete_blockedswitch"
TARGET = "switch:blocked_gallery"


def is_on() -> bool:
    """Read at every use and never kept. It decides who is added, never who is protected."""
    return BlockedSwitch.objects.filter(only=THE_ONE).exists()


def off_refusal() -> DomainError | None:
    """Why nobody is added, or None."""
    if is_on():
        return None
    return DomainError(
        ErrorCode.TEMPORARILY_DISABLED, _("The gallery of blocked people is switched off.")
    )


def turn_on(*, by: User, basis: str) -> BlockedSwitch:
    """Raises DomainError `permission_denied`, `required`."""
    authorise(by, TURN_ON)
    if not basis.strip():
        raise DomainError(ErrorCode.REQUIRED, "State on which basis.", attr="basis")
    actor = Actor.person(by.pk)
    with transaction.atomic():
        switch, made = BlockedSwitch.objects.get_or_create(
            only=THE_ONE, defaults={"turned_on_by": str(actor), "basis": basis}
        )
        if made:
            record("cameos.blocked_gallery.turned_on", actor=actor, target=TARGET)
    return switch


def turn_off(*, by: User) -> None:
    """From here on nobody is added; whoever stands in it stays protected."""
    authorise(by, TURN_OFF)
    with transaction.atomic():
        gone, _rows = BlockedSwitch.objects.all().delete()
        if gone:
            record("cameos.blocked_gallery.turned_off", actor=Actor.person(by.pk), target=TARGET)
