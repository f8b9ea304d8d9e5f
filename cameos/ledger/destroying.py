from uuid import UUID

from cameos.ledger.facts import Erased
from cameos.ledger.recording import hold_chains, record_consent
from cameos.models import ConsentOpening
from lib.actors import Actor


def destroy_openings(cameo_id: UUID, *, actor: Actor) -> int:
    """Facts and salts of a likeness go, and the ledger says so as its last word, which stays
    readable: it tells nothing but a number. In the likeness process. Returns of how many."""
    hold_chains([cameo_id])
    gone, _ = ConsentOpening.objects.filter(cameo_id=cameo_id).delete()
    record_consent(cameo_id=cameo_id, fact=Erased(facts=gone), actor=actor)
    return gone
