"""Whom today's threshold takes for one person, though they are enrolled as two."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from cameos.blocked.precedence import outranked
from cameos.enrolment.states import EnrolmentState
from cameos.models import BlockedLikeness, CameoKey, Enrolment
from cameos.remeasuring.measuring import WORKER
from cameos.remeasuring.reopening import reopen
from cameos.states import CameoState
from cameos.vault.gallery import gallery_of
from cameos.vault.pairs import Pair
from lib.faces.base import Closeness, FaceKind


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
    happens to the older one, who is told. Beside somebody blocked the cameo waits, and nobody is
    told. Safe to do again. Raises VaultError."""
    pairs, unseen = gallery_of(kind.mark).pairs(within=kind.thresholds.grey, actor=WORKER)
    people = {one for pair in pairs for one in (pair.one, pair.other)}
    stands, blocked = _standing_since(people), _blocked(people)
    held = sum(_hold(pair, stands, blocked, kind) for pair in pairs)
    return Alike(len(pairs), held, len(pairs) - held, unseen)


def _blocked(people: Collection[UUID]) -> set[UUID]:
    return set(BlockedLikeness.objects.filter(pk__in=people).values_list("pk", flat=True))


def _hold(pair: Pair, stands: dict[UUID, UUID], blocked: set[UUID], kind: FaceKind) -> bool:
    """Nobody is held where no enrolment tells who came first."""
    if {pair.one, pair.other} & blocked:
        return _hold_beside(pair, blocked, kind)
    if not {pair.one, pair.other} <= stands.keys():
        return False
    older, newer = sorted((pair.one, pair.other), key=stands.__getitem__)
    return reopen(newer, near=older, distance=pair.distance, kind=kind)


def _hold_beside(pair: Pair, blocked: set[UUID], kind: FaceKind) -> bool:
    """Who only may be somebody that was blocked after them goes on, as when that protection came;
    who surely is would have kept it from coming, so people look (`enrolled_already`)."""
    if {pair.one, pair.other} <= blocked:
        return False
    cameo, near = (pair.one, pair.other) if pair.other in blocked else (pair.other, pair.one)
    surely = kind.thresholds.closeness(pair.distance) is Closeness.SAME
    if not surely and not outranked([cameo], [near]):
        return False
    return reopen(cameo, near=near, distance=pair.distance, kind=kind, is_blocked=True)


def _standing_since(cameos: Collection[UUID]) -> dict[UUID, UUID]:
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
