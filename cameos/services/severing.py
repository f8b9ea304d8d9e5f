"""Where two people part, or one leaves: nothing of the one is lent to the other any more."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import F, Q
from django.utils import timezone

from accounts.events import AccountClosed, AccountDeleted, UserBlocked
from cameos.events import PermissionSevered
from cameos.locking import take
from cameos.models import (
    Cameo,
    CameoGrant,
    CameoPermission,
    CameoRequest,
    GrantState,
    RequestState,
)
from cameos.permissions.levels import PermissionLevel
from cameos.selectors import GONE
from cameos.services import notes
from cameos.services.granting import sever_grants
from cameos.services.requesting import sever_request
from lib.actors import Actor
from lib.events import publish

OPEN = (RequestState.WAITING, RequestState.DENIED)
ACCOUNTS = Actor.system("accounts")


def sever_both_ways(event: UserBlocked) -> None:
    """Hears of a block (A14): grants and requests between the two end in its transaction, whoever
    blocked. Heard twice, it finds nothing left."""
    pair = (event.blocker_id, event.blocked_id)
    cameos = Cameo.objects.filter(owner__in=pair).exclude(state__in=sorted(GONE)).order_by("pk")
    for cameo in cameos:
        other = pair[1] if cameo.owner_id == pair[0] else pair[0]
        take(cameo.pk)
        sever_grants(_live(Q(cameo=cameo, person=other)), actor=ACCOUNTS, why="blocked")
        _sever_requests(Q(cameo_id=cameo.pk, person=other), why="blocked")
        publish(PermissionSevered(cameo.pk, other, "blocked"))


def stop_uses_of(event: AccountClosed) -> None:
    """Hears that somebody is leaving: what runs with their likeness ends, as for a pause. Nothing
    that they lent is taken back for good, since they may return."""
    mine = Cameo.objects.filter(owner=event.user_id).exclude(state__in=sorted(GONE))
    for cameo_id in mine.order_by("pk").values_list("pk", flat=True):
        take(cameo_id)
        publish(PermissionSevered(cameo_id, None, "paused"))


def sever_all_of(event: AccountDeleted) -> None:
    """Hears that somebody left: what they were granted, asked for, lent and preferred goes."""
    person = event.user_id
    mine = list(Cameo.objects.filter(owner=person).order_by("pk").values_list("pk", flat=True))
    lent = CameoGrant.objects.filter(person=person, state=GrantState.LIVE)
    touched: set[UUID] = {*mine, *lent.values_list("cameo_id", flat=True)}
    for cameo_id in sorted(touched):
        take(cameo_id)
    sever_grants(_live(Q(person=person) | Q(cameo__in=mine)), actor=ACCOUNTS, why="left")
    _sever_requests(Q(person=person) | Q(cameo_id__in=mine), why="left")
    notes.erase_all_of(person)
    CameoPermission.objects.filter(cameo__in=mine).delete()
    for cameo_id in sorted(touched):
        publish(PermissionSevered(cameo_id, None if cameo_id in mine else person, "left"))


def sever_everybody(cameo: Cameo, *, actor: Actor, why: str) -> None:
    """Its owner took everything back: what was granted and asked for ends, and nobody may use it
    without being approved, also once it is enrolled anew. Restrictions and preferences stay: they
    permit nothing. The caller has taken the cameo."""
    sever_grants(_live(Q(cameo=cameo)), actor=actor, why=why)
    _sever_requests(Q(cameo_id=cameo.pk), why=why)
    CameoPermission.objects.filter(cameo=cameo).update(
        level=PermissionLevel.ONLY_ME,
        everyone_until=None,
        version=F("version") + 1,
        changed_at=timezone.now(),
    )


def _live(which: Q) -> Iterable[CameoGrant]:
    return CameoGrant.objects.filter(which, state=GrantState.LIVE).select_related("cameo")


def _sever_requests(which: Q, *, why: str) -> None:
    rows = CameoRequest.objects.select_for_update().filter(which, state__in=OPEN)
    for row in rows.order_by("pk"):
        sever_request(row, actor=ACCOUNTS, why=why)
