"""Pausing a likeness by a decision of enforcement. The owner's own brake (`pausing.py`) is another
thing: neither ends the other, and no row of the consent ledger says what its owner did not."""

from uuid import UUID

from django.db import transaction

from audit.services import record
from cameos.events import PermissionSevered
from cameos.locking import take
from cameos.models import Cameo, CameoHold
from cameos.states import ENDED
from lib.actors import Actor
from lib.events import publish
from lib.sanctions import lift, put


def hold_cameo(*, cameo_id: UUID, cause: str, actor: Actor, told: bool = True) -> bool:
    """Nobody uses it until the same cause lifts it; what waits or runs ends. False where it is
    erased, or its owner took the consent back. `told`: whether its owner may hear of it."""
    with transaction.atomic():
        if not Cameo.objects.filter(pk=cameo_id).exists():
            return False
        row = take(cameo_id)
        if row.state in ENDED:
            return False
        if put(CameoHold, cause=cause, cameo=row):
            record("cameos.use.held", actor=actor, target=row.public_id, sealed=not told)
            publish(PermissionSevered(row.pk, None, "paused"))
    return True


def lift_cameo(*, cameo_id: UUID, cause: str, actor: Actor, told: bool = True) -> None:
    """What its owner permits holds again, unless another cause closes it; what ended does not come
    back. Safe to do again, and once it is erased."""
    with transaction.atomic():
        if not Cameo.objects.filter(pk=cameo_id).exists():
            return
        row = take(cameo_id)
        if lift(CameoHold, cause=cause, cameo=row):
            record("cameos.use.lifted", actor=actor, target=row.public_id, sealed=not told)
