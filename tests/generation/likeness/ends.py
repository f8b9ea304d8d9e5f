"""What ends a consent to a running job, each in its own way."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.services.relations import block, unfollow
from cameos.capabilities.ending import raise_epoch
from cameos.models import Cameo, CameoGrant, Capability
from cameos.services.granting import withdraw
from cameos.services.pausing import pause
from cameos.states import CameoState
from tests.cameos.permissions.lending import SYSTEM, granted, lent, move, set_level

End = Callable[[Cameo, Any], None]


def paused(cameo: Cameo, friend: Any) -> None:
    pause(cameo=cameo, by=cameo.owner)


def revoked(cameo: Cameo, friend: Any) -> None:
    raise_epoch(cameo=cameo, by=SYSTEM, why="revoked")


def blocked_by_owner(cameo: Cameo, friend: Any) -> None:
    block(actor=cameo.owner, person=friend)


def blocked_by_friend(cameo: Cameo, friend: Any) -> None:
    block(actor=friend, person=cameo.owner)


def narrowed(cameo: Cameo, friend: Any) -> None:
    set_level(cameo, "only_me")


def taken_back(cameo: Cameo, friend: Any) -> None:
    withdraw(grant=CameoGrant.objects.get(cameo=cameo, person=friend), by=cameo.owner)


def unfollowed(cameo: Cameo, friend: Any) -> None:
    CameoGrant.objects.filter(cameo=cameo).update(until=timezone.now())
    unfollow(actor=cameo.owner, person=friend)


def expired(cameo: Cameo, friend: Any) -> None:
    # By the time that its owner set: the token says so too, so it was issued with it.
    past = timezone.now() - timedelta(minutes=1)
    Capability.objects.filter(cameo_id=cameo.pk).update(expires_at=past)


def erasing(cameo: Cameo, friend: Any) -> None:
    move(cameo, CameoState.ERASING, ended_at=timezone.now())


ENDS: tuple[End, ...] = (
    *(paused, revoked, blocked_by_owner, blocked_by_friend, narrowed),
    *(taken_back, unfollowed, expired, erasing),
)
TOLD: tuple[End, ...] = (paused, revoked, blocked_by_owner, blocked_by_friend, taken_back)


def lent_by_grant(owner: Any, to: Any, **bounds: Any) -> Cameo:
    cameo = lent(owner, "approved")
    granted(cameo, to, **bounds)
    return cameo
