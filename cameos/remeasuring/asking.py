"""Whose recording cannot be measured any more is asked for another one (C27)."""

from django.db import transaction

from audit.services import record
from cameos.locking import take
from cameos.models import Cameo, CameoKey
from cameos.states import CameoState
from cameos.vault.remeasuring import of_mark
from inbox.services import notify
from lib.actors import Actor
from lib.faces.base import TemplateMark
from lib.states import advance

STANDING = frozenset({CameoState.ACTIVE, CameoState.PAUSED})


def ask_anew(key: CameoKey, mark: TemplateMark, *, actor: Actor) -> bool:
    """Nobody uses the cameo until its owner has recorded themself anew; they are told once. Jobs
    under way end at their next step, where they ask.

    False where there is nothing to ask: it was asked, its recording is another by now or still
    waits, or this model has measured it meanwhile.
    """
    with transaction.atomic():
        cameo = take(key.holder_id)
        confirmed = CameoKey.objects.filter(pk=key.pk, confirmed_at__isnull=False)
        if cameo.state not in STANDING or cameo.epoch != key.epoch or not confirmed.exists():
            return False
        if of_mark(mark).filter(key_id=key.pk).exists():
            return False
        to = CameoState.NEEDS_REVERIFY
        advance(cameo, to=to, actor=actor, reason="its recording cannot be measured")
        record("cameos.cameo.needs_reverify", actor=actor, target=cameo.public_id)
        _tell(cameo)
    return True


def _tell(cameo: Cameo) -> None:
    notify(
        person_id=cameo.owner_id,
        type="cameo.needs_reverify",
        data={"cameo": cameo.public_id},
        about=cameo.pk,
    )
