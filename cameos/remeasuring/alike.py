"""Whom today's threshold takes for one person, though they are enrolled as two."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from cameos.enrolment.states import EnrolmentState
from cameos.models import CameoKey, Enrolment
from cameos.remeasuring.measuring import WORKER
from cameos.remeasuring.reopening import reopen
from cameos.states import CameoState
from cameos.vault.gallery import gallery_of
from cameos.vault.pairs import Pair
from lib.faces.base import FaceKind


@dataclass(frozen=True, slots=True)
class Alike:
    """`left`: pairs whose newer half waits already, or of whom people have said that they are two.
    `unseen`: people whom nobody could compare."""

    pairs: int
    held: int
    left: int
    unseen: int


def hold_newer(kind: FaceKind) -> Alike:
    """Of each pair the newer one waits for a person, as a newcomer with that face would; nothing
    happens to the older one, who is told. Safe to do again. Raises VaultError."""
    pairs, unseen = gallery_of(kind.mark).pairs(within=kind.thresholds.grey, actor=WORKER)
    stands = _standing_since({one for pair in pairs for one in (pair.one, pair.other)})
    held = sum(_hold(pair, stands, kind) for pair in pairs)
    return Alike(len(pairs), held, len(pairs) - held, unseen)


def _hold(pair: Pair, stands: dict[UUID, UUID], kind: FaceKind) -> bool:
    """Nobody is held where no enrolment tells who came first."""
    if not {pair.one, pair.other} <= stands.keys():
        return False
    older, newer = sorted((pair.one, pair.other), key=stands.__getitem__)
    return reopen(newer, near=older, distance=pair.distance, kind=kind)


def _standing_since(cameos: Iterable[UUID]) -> dict[UUID, UUID]:
    """The enrolment by which the face of today came to each cameo, whose id tells the time: the
    last accepted one that was compared with no earlier recording. Whoever recorded themself anew is
    so not newer than who posed as them meanwhile; who waits again was accepted once."""
    confirmed = CameoKey.objects.filter(confirmed_at__isnull=False)
    waits = Q(state=EnrolmentState.VERIFICATION_PENDING, recording_id__in=confirmed.values("pk"))
    rows = Enrolment.objects.filter(
        Q(state=EnrolmentState.ACCEPTED) | waits, cameo_id__in=list(cameos)
    )
    first = rows.exclude(came_from=CameoState.NEEDS_REVERIFY).order_by("created_at")
    return dict(first.values_list("cameo_id", "pk"))
