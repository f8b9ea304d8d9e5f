"""Fetching is authorising: what is missing and what is somebody else's are one answer."""

from uuid import UUID

from django.db.models import QuerySet

from accounts.models import User
from accounts.selectors import visible_to
from cameos.models import (
    Cameo,
    CameoGrant,
    CameoRequest,
    Enrolment,
    GrantState,
    RequestState,
)
from cameos.states import TERMINAL, CameoState
from lib.selecting import one_of

GONE = TERMINAL | {CameoState.ERASING}


def cameos_of(viewer: User) -> QuerySet[Cameo]:
    """One's own, but those that were erased."""
    return Cameo.objects.filter(owner=viewer).exclude(state__in=sorted(GONE))


def enrolment_for(viewer: User, *, enrolment_id: UUID) -> Enrolment:
    """One's own alone. Raises NotFound."""
    mine = Enrolment.objects.select_related("release").filter(owner=viewer)
    return one_of(mine, enrolment_id)


def own_cameo(viewer: User, cameo_id: UUID) -> Cameo:
    """One's own. Raises NotFound."""
    return one_of(cameos_of(viewer).select_related("owner"), cameo_id)


def requests_to(viewer: User, cameo_id: UUID) -> QuerySet[CameoRequest]:
    """What waits for the owner's answer, of people they may see. Raises NotFound."""
    cameo = own_cameo(viewer, cameo_id)
    waiting = CameoRequest.objects.filter(cameo_id=cameo.pk, heard=True, state=RequestState.WAITING)
    return waiting.filter(person__in=visible_to(viewer)).select_related("person")


def request_to(viewer: User, cameo_id: UUID, request_id: UUID) -> CameoRequest:
    """One of these. Raises NotFound."""
    return one_of(requests_to(viewer, cameo_id), request_id)


def requests_of(viewer: User) -> QuerySet[CameoRequest]:
    """What one asked for oneself; whom one asked is not in it."""
    return CameoRequest.objects.filter(person=viewer)


def request_of(viewer: User, request_id: UUID) -> CameoRequest:
    """One of these. Raises NotFound."""
    return one_of(requests_of(viewer), request_id)


def grants_of(viewer: User, cameo_id: UUID) -> QuerySet[CameoGrant]:
    """What stands, to people whom the owner may see. Raises NotFound."""
    cameo = own_cameo(viewer, cameo_id)
    live = CameoGrant.objects.filter(cameo=cameo, state=GrantState.LIVE)
    return live.filter(person__in=visible_to(viewer)).select_related("person")


def grant_of(viewer: User, cameo_id: UUID, grant_id: UUID) -> CameoGrant:
    """One of these. Raises NotFound."""
    return one_of(grants_of(viewer, cameo_id), grant_id)
