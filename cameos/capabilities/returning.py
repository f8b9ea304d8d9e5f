"""A grant for once that served nothing is its holder's again (C7)."""

from uuid import UUID

from django.utils import timezone

from accounts.models import User
from audit.services import record
from cameos.ledger.facts import GrantReturned
from cameos.ledger.recording import record_consent
from cameos.locking import take
from cameos.models import Cameo, CameoGrant, Capability, GrantState
from cameos.permissions.facts import facts_of
from lib.actors import Actor
from lib.ids import IdKind, encode
from lib.states import advance

RETURNED = "returned"
# A capability that ended for anything else took its grant with it: a block lifted later, say,
# brings none back. A pause leaves grants asleep.
GIVEN_BACK_AFTER = frozenset({"", "paused"})


def taken_for(film_id: UUID) -> list[Capability]:
    """The capabilities of a film that rest on a grant, with their cameos locked, in order."""
    resting = Capability.objects.filter(film_id=film_id, grant_id__isnull=False)
    for cameo_id in resting.order_by("cameo_id").values_list("cameo_id", flat=True):
        take(cameo_id)
    return list(resting.order_by("cameo_id"))


def give_back(capability: Capability, *, actor: Actor) -> bool:
    """Once, whatever else was made of the grant meanwhile; the capability ends with it, so that of
    one grant there are never two films. The caller holds the cameo (`taken_for`) and knows that
    nothing was made, nor will be."""
    rows = CameoGrant.objects.select_related("cameo")
    grant = rows.filter(pk=capability.grant_id).first() if capability.grant_id else None
    if grant is None or not _is_owed(capability, grant):
        return False
    Capability.objects.filter(pk=capability.pk).update(
        ended_at=capability.ended_at or timezone.now(), ended_for=RETURNED
    )
    advance(grant, to=GrantState.LIVE, actor=actor, reason="nothing was made", ended_at=None)
    person = encode(IdKind.USER, grant.person_id)
    returned = GrantReturned(grant=grant.public_id, person=person)
    record_consent(cameo_id=grant.cameo_id, fact=returned, actor=actor)
    record(
        "cameos.grant.returned", actor=actor, target=grant.cameo.public_id, grant=grant.public_id
    )
    return True


def _is_owed(capability: Capability, grant: CameoGrant) -> bool:
    if capability.completed_at is not None or capability.ended_for not in GIVEN_BACK_AFTER:
        return False
    if not grant.once or grant.state != GrantState.USED:
        return False
    # Consent as a whole was withdrawn since.
    if not Cameo.objects.filter(pk=capability.cameo_id, epoch=capability.epoch).exists():
        return False
    person = User.objects.filter(pk=grant.person_id, deleted_at=None).first()
    if person is None or facts_of(grant.cameo_id, person).asker.blocked:
        return False
    # They were granted it anew meanwhile; there is one live grant of one to one.
    live = CameoGrant.objects.filter(cameo_id=grant.cameo_id, person=person, state=GrantState.LIVE)
    return not live.exists()
