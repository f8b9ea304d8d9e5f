"""From a picture that was sent in to what becomes of it. By a worker."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import F, Q
from django.utils import timezone

from cameos.gate import NotUsable, People
from cameos.models import ReferenceImage
from cameos.uploads import limits
from cameos.uploads.ending import refuse
from cameos.uploads.preparing import Prepared, prepared
from cameos.uploads.settling import hold, pass_on, refuse_somebody
from cameos.uploads.states import Problem, ReferenceState
from lib.actors import Actor
from lib.errors import StaleState
from moderation.policy.judging import Effect

WORKER = Actor.system("references")


def look(reference_id: UUID) -> None:
    """Decide, once. A late or doubled message does nothing; whoever is killed is followed by
    another, at most so often."""
    row = claim(reference_id)
    if row is None:
        return
    try:
        _look(row)
    except StaleState:  # removed meanwhile
        return


def claim(reference_id: UUID) -> ReferenceImage | None:
    """Take it, and count the attempt before anything is read; None for whoever comes late."""
    now: datetime = timezone.now()
    free = Q(leased_until=None) | Q(leased_until__lte=now)
    waiting = ReferenceImage.objects.filter(free, pk=reference_id, state=ReferenceState.PENDING)
    if not waiting.update(leased_until=now + limits.LEASE, attempts=F("attempts") + 1):
        return None
    return ReferenceImage.objects.select_related("owner").get(pk=reference_id)


def _look(row: ReferenceImage) -> None:
    if row.attempts > limits.MOST_ATTEMPTS:
        return refuse(picture=row, problems=[Problem.NOT_ASSESSED], actor=WORKER)
    try:
        found = prepared(row)
    except NotUsable as error:
        return refuse(picture=row, problems=[error.fault.value], actor=WORKER)
    try:
        return _conclude(row, found)
    except BaseException:
        found.discard()
        raise


def _conclude(row: ReferenceImage, found: Prepared) -> None:
    """A person first: only their own consent, or an attestation, makes more of the picture. A
    gate that cannot see everybody lets nothing through by itself: somebody has to look."""
    if found.gate.people is People.FOUND:
        return refuse_somebody(row, found, actor=WORKER)
    effect = found.judgement.effect
    if effect == Effect.REFUSE:
        found.discard()
        return refuse(picture=row, problems=[Problem.AGAINST_THE_RULES], actor=WORKER)
    assessed = found.gate.people is People.NONE_FOUND and not found.gate.partial
    if effect == Effect.PASS and assessed and not found.judgement.depicts_minor:
        return pass_on(row, found, actor=WORKER)
    return hold(row, found, actor=WORKER)
