"""The end of a likeness: hidden at once, its key destroyed, then all that the key sealed.

Who asks may be the web or a worker; neither can read or delete anything of the vault. What they do
is the state, which ends every use in the same transaction; the likeness process does the rest, is
asked again until it is done, and may be killed anywhere within.
"""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from audit.services import record
from audit.tombstones.leaving import leave_tombstone
from cameos import tasks
from cameos.capabilities.ending import destroy_salts, raise_epoch
from cameos.ledger.destroying import destroy_openings
from cameos.models import Cameo
from cameos.models.revocations import RevocationScope
from cameos.states import CameoState
from lib.actors import Actor
from lib.outbox.models import OutboxMessage
from lib.outbox.services import enqueue
from lib.states import advance

ALREADY = frozenset({CameoState.ERASING, CameoState.ERASED})


def request_erasure(*, cameo: Cameo, actor: Actor, reason: str) -> Cameo:
    """End every use now, and owe the erasure. Safe to do again."""
    with transaction.atomic():
        cameo = Cameo.objects.select_for_update().get(pk=cameo.pk)
        if cameo.state in ALREADY:
            return cameo
        cameo = raise_epoch(cameo=cameo, by=actor, why="erased", scope=RevocationScope.ERASURE)
        ended = cameo.ended_at or timezone.now()
        advance(
            cameo,
            to=CameoState.ERASING,
            actor=actor,
            reason=reason,
            ended_at=ended,
        )
        leave_tombstone("cameo", cameo.pk)
        destroy_salts(cameo.pk)  # here: the likeness process writes no capability
        record("cameos.cameo.erasure_requested", actor=actor, target=cameo.public_id)
        enqueue(tasks.erase_cameo, cameo.pk)
    return cameo


def erase(cameo_id: UUID) -> None:
    """Do what is owed; a late message does nothing. In the likeness process."""
    from cameos.models import CameoKey
    from cameos.vault.gallery import refresh_all
    from cameos.vault.recording import erase_recording

    cameo = Cameo.objects.filter(pk=cameo_id, state=CameoState.ERASING).first()
    if cameo is None:
        return
    actor = Actor.system("vault")
    for key_id in CameoKey.objects.filter(cameo_id=cameo_id).values_list("pk", flat=True):
        erase_recording(key_id, actor=actor)
    refresh_all()
    with transaction.atomic():
        advance(cameo, to=CameoState.ERASED, actor=actor, reason="key, templates, clips destroyed")
        destroy_openings(cameo.pk, actor=actor)
        record("cameos.cameo.erased", actor=actor, target=cameo.public_id)


def ask_again() -> int:
    """Send the messages of erasures that are still owed. Returns how many.

    Not while one waits to be sent: a broker that is away must not make them pile up.
    """
    unsent = OutboxMessage.objects.filter(actor_name=tasks.erase_cameo.actor_name, sent_at=None)
    waiting = {UUID(args[0]) for args in unsent.values_list("args", flat=True)}
    erasing = Cameo.objects.filter(state=CameoState.ERASING).values_list("pk", flat=True)
    owed = set(erasing) - waiting
    with transaction.atomic():
        for cameo_id in owed:
            enqueue(tasks.erase_cameo, cameo_id)
    return len(owed)
