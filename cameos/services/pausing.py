"""The owner's brake (C28): nobody uses a paused likeness, whatever was permitted."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.services import record
from cameos.events import PermissionSevered
from cameos.ledger.facts import Paused, Unpaused
from cameos.ledger.recording import record_consent
from cameos.locking import take
from cameos.models import Cameo
from cameos.states import VERIFIED, CameoState
from lib.actors import Actor
from lib.errors import NotFound
from lib.events import publish
from lib.states import advance


def pause(*, cameo: Cameo, by: User) -> Cameo:
    """From now on nobody uses it; what waits or runs ends. Said twice, nothing changes.

    Waits for uses that are just being authorised, and ends these too. Raises NotFound for one
    that is not verified.
    """
    with transaction.atomic():
        return hold_still(_verified(cameo), actor=Actor.person(by.pk))


def hold_still(row: Cameo, *, actor: Actor) -> Cameo:
    """The deed itself; nothing where it is paused, or nobody could use it. The caller has taken the
    cameo, in its transaction."""
    if row.paused_at is not None or row.state not in VERIFIED:
        return row
    now = timezone.now()
    if row.state == CameoState.ACTIVE:
        advance(row, to=CameoState.PAUSED, actor=actor, reason="paused", paused_at=now)
    else:  # it waits to be recorded again, and comes back paused
        row.paused_at = now
        row.save(update_fields=["paused_at"])
    record_consent(cameo_id=row.pk, fact=Paused(epoch=row.epoch), actor=actor)
    record("cameos.use.paused", actor=actor, target=row.public_id)
    publish(PermissionSevered(row.pk, None, "paused"))
    return row


def resume(*, cameo: Cameo, by: User) -> Cameo:
    """What was permitted before holds again; what ended does not come back."""
    with transaction.atomic():
        row = _verified(cameo)
        if row.paused_at is None:
            return row
        if row.state == CameoState.PAUSED:
            advance(
                row, to=CameoState.ACTIVE, actor=Actor.person(by.pk), reason="resumed",
                paused_at=None,
            )  # fmt: skip
        else:
            row.paused_at = None
            row.save(update_fields=["paused_at"])
        actor = Actor.person(by.pk)
        record_consent(cameo_id=row.pk, fact=Unpaused(epoch=row.epoch), actor=actor)
        record("cameos.use.resumed", actor=actor, target=row.public_id)
    return row


def _verified(cameo: Cameo) -> Cameo:
    row = take(cameo.pk)
    if row.state not in VERIFIED:
        raise NotFound
    return row
