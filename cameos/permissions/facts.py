"""From rows to what the decision must know, by the same queries whatever there is to find."""

from dataclasses import dataclass, replace
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from accounts import safeguards
from accounts.models import Follow, User
from accounts.policies import is_blocked_between
from cameos.models import (
    Cameo,
    CameoGrant,
    CameoHold,
    CameoKind,
    CameoPermission,
    GrantState,
    ProcessorConsent,
)
from cameos.permissions.deciding import LIMIT, Asker, Likeness
from cameos.permissions.levels import PermissionLevel
from cameos.permissions.terms import Scope
from cameos.processors import texts
from cameos.states import CameoState
from lib.sanctions import LIVE
from parental.services.releasing import is_agreed_guardian

NOBODY = UUID(int=0)  # has no rows; asked about where there is no cameo


@dataclass(frozen=True, slots=True)
class Facts:
    """Both halves, and the rows behind them; `grant` is what a use would rest on."""

    cameo: Cameo | None
    likeness: Likeness | None
    asker: Asker
    grant: CameoGrant | None


def facts_of(
    cameo_id: UUID, person: User, *, resting_on: UUID | None = None, processor: str = ""
) -> Facts:
    """Six queries and those of `safeguards.effective`, for a cameo that is missing too: their
    number and time tell nothing. One more where it would be drawn by a `processor`.

    `resting_on`: the grant under which a use was authorised; it counts though used up, and no
    other does.
    """
    cameo = Cameo.objects.select_related("owner").filter(pk=cameo_id).first()
    permission = CameoPermission.objects.filter(cameo_id=cameo_id).first()
    owner_id = cameo.owner_id if cameo else NOBODY
    states = (GrantState.LIVE, GrantState.USED) if resting_on else (GrantState.LIVE,)
    grants = CameoGrant.objects.filter(cameo_id=cameo_id, person=person, state__in=states)
    grant = (grants.filter(pk=resting_on) if resting_on else grants).first()
    asker = _asker(owner_id, person, grant)
    limits = safeguards.effective(cameo.owner if cameo else person)
    held = is_held(cameo_id)
    likeness = _likeness(cameo, permission, limits, held=held) if cameo else None
    if processor:
        agreed = _agreed(cameo_id, cameo.epoch if cameo else 0, processor)
        likeness = replace(likeness, processor_agreed=agreed) if likeness else None
    return Facts(cameo, likeness, asker, grant)


def permission_of(cameo: Cameo) -> CameoPermission:
    """What its owner set, or what holds before they set anything: only me."""
    row = CameoPermission.objects.filter(cameo=cameo).first()
    return row or CameoPermission(cameo=cameo)


def likeness_of(cameo: Cameo) -> Likeness:
    """The cameo's half alone. Its owner is read with it (`select_related`)."""
    limits = safeguards.effective(cameo.owner)
    return _likeness(cameo, permission_of(cameo), limits, held=is_held(cameo.pk))


def _likeness(
    cameo: Cameo, permission: CameoPermission | None, limits: safeguards.Safeguards, *, held: bool
) -> Likeness:
    permission, owner = permission or CameoPermission(cameo=cameo), cameo.owner
    return Likeness(
        state=CameoState(cameo.state),
        paused=cameo.paused_at is not None or held,
        owner_only=cameo.usable_by_owner_only,
        # A character has nothing to prove but that it is nobody, and the gate has said so.
        unproven_is_usable=settings.PROFILE == "development" or cameo.kind == CameoKind.CHARACTER,
        owner_stands=owner.stands,
        owner_is_adult=owner.is_adult,
        used_by=limits.value(LIMIT),
        level=PermissionLevel(permission.level),
        everyone_until=permission.everyone_until,
        terms=permission.terms(),
        released=frozenset(Scope) if cameo.voice_released else frozenset({Scope.FACE}),
    )


def is_held(cameo_id: UUID) -> bool:
    """Whether a decision of enforcement paused it."""
    return CameoHold.objects.filter(LIVE, cameo=cameo_id).exists()


def _agreed(cameo_id: UUID, epoch: int, processor: str) -> bool:
    return ProcessorConsent.objects.filter(
        cameo_id=cameo_id,
        epoch=epoch,
        processor=processor,
        text_version=texts.VERSION,
        withdrawn_at=None,
    ).exists()


def _asker(owner_id: UUID, person: User, grant: CameoGrant | None) -> Asker:
    mine = person.pk
    following = Q(follower=mine, followed=owner_id) | Q(follower=owner_id, followed=mine)
    followers = set(Follow.objects.filter(following).values_list("follower_id", flat=True))
    return Asker(
        is_owner=owner_id == mine,
        is_among_teens=person.is_among_teens,
        blocked=is_blocked_between(owner_id, mine),
        follows_owner=mine in followers,
        followed_by_owner=owner_id in followers,
        granted=grant.terms() if grant else None,
        agreed_guardian=is_agreed_guardian(teen_id=owner_id, adult_id=mine),
    )
