"""Who looks at a recording: one worker at a time, told apart by the end of its lease."""

from datetime import datetime
from uuid import UUID

from cameos.enrolment.limits import LEASE
from cameos.enrolment.states import EnrolmentState
from cameos.models import Enrolment
from cameos.trying import leased
from lib.actors import Actor

WORKER = Actor.system("enrolment")


def claim(enrolment_id: UUID) -> Enrolment | None:
    """Take it, and count the attempt before anything is read; None for whoever comes late."""
    waiting = Enrolment.objects.filter(
        pk=enrolment_id, state=EnrolmentState.VERIFICATION_PENDING, verdict=""
    )
    if not leased(waiting, span=LEASE):
        return None
    return Enrolment.objects.select_related("cameo", "owner").get(pk=enrolment_id)


def still_mine(enrolment: Enrolment) -> dict[str, datetime | str | None]:
    """Lookups by which a write is fenced: nobody else took it, nobody decided."""
    return {"leased_until": enrolment.leased_until, "verdict": ""}
