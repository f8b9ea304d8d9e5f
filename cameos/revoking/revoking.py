from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cameos.capabilities.ending import raise_epoch
from cameos.locking import take
from cameos.models import Cameo, Revocation
from cameos.models.revocations import RevocationScope
from cameos.revoking.confirming import confirmed
from cameos.selectors import GONE
from cameos.services.severing import sever_everybody
from cameos.states import ENDED, CameoState
from lib.actors import Actor
from lib.errors import NotFound, StaleState
from lib.states import advance


def revoke(*, cameo: Cameo, by: User, scope: RevocationScope, confirm: str) -> Revocation:
    """Take back every consent to use `cameo`; nobody sees from here on what `scope` hides.

    What waits or runs ends, grants and requests end, the permission is "only me" again, and the
    likeness can be used by nobody until it is enrolled anew; films that are hidden are removed by
    workers. With a wider scope it can be done again. Said twice it is done once. Waits for uses
    that hold the cameo. Raises NotFound, StaleState, DomainError `invalid` (see `confirmed`).
    """
    if cameo.owner_id != by.pk:
        raise NotFound
    through, told = confirmed(confirm, cameo=cameo, scope=scope)
    actor = Actor.person(by.pk)
    with transaction.atomic():
        row = take(cameo.pk)
        if row.state in GONE:
            raise NotFound
        if row.epoch != through:
            return _done(row, through, scope)
        row = withdraw(row, actor=actor, scope=scope, counts=told)
        return Revocation.objects.get(cameo_id=row.pk, through=through)


def withdraw(
    row: Cameo, *, actor: Actor, scope: RevocationScope, counts: Mapping[str, int]
) -> Cameo:
    """The deed itself. The caller has taken the cameo, in its transaction."""
    row = raise_epoch(cameo=row, by=actor, why="revoked", scope=scope, counts=counts)
    sever_everybody(row, actor=actor, why="revoked")
    if row.state not in ENDED:
        advance(row, to=CameoState.REVOKED, actor=actor, reason="revoked", ended_at=timezone.now())
    return row


def _done(row: Cameo, through: int, scope: RevocationScope) -> Revocation:
    """What this very confirmation did before. Raises StaleState where something else did it."""
    done = Revocation.objects.filter(cameo_id=row.pk, through=through, scope=scope).first()
    if done is None:
        raise StaleState
    return done
