"""The switch behind which attestations lie: absent is off, staff alone turn it on."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import record
from cameos.models import AttestationSwitch
from cameos.models.attestations import THE_ONE
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode

TURN_ON = "cameos.add_attestationswitch"
TURN_OFF = "cameos.delete_attestationswitch"
TARGET = "switch:attestations"
RETRY_SECONDS = 3600


def is_on() -> bool:
    """Read at every use and never kept: switched off means now."""
    return AttestationSwitch.objects.filter(only=THE_ONE).exists()


def off_refusal() -> DomainError | None:
    """Why nothing that rests on an attestation goes on, or None."""
    if is_on():
        return None
    return DomainError(
        ErrorCode.TEMPORARILY_DISABLED,
        _("Pictures of other people cannot be used here. Ask them for their cameo."),
        retry_after=RETRY_SECONDS,
    )


def turn_on(*, by: User, reason: str) -> AttestationSwitch:
    """Raises DomainError `permission_denied`, `required`."""
    _authorise(by, TURN_ON)
    if not reason.strip():
        raise DomainError(ErrorCode.REQUIRED, "State why.", attr="reason")
    actor = Actor.person(by.pk)
    with transaction.atomic():
        switch, made = AttestationSwitch.objects.get_or_create(
            only=THE_ONE, defaults={"turned_on_by": str(actor), "reason": reason}
        )
        if made:
            record("cameos.attestations.turned_on", actor=actor, target=TARGET)
    return switch


def turn_off(*, by: User) -> None:
    """From here on nothing attested is usable; the bytes go with the next sweep."""
    _authorise(by, TURN_OFF)
    with transaction.atomic():
        gone, _rows = AttestationSwitch.objects.all().delete()
        if gone:
            record("cameos.attestations.turned_off", actor=Actor.person(by.pk), target=TARGET)


def _authorise(by: User, permission: str) -> None:
    if not by.has_perm(permission):
        raise DomainError(ErrorCode.PERMISSION_DENIED, "You may not use this switch.")
