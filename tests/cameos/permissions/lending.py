"""A cameo that can be lent, and the people around it."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Block, Follow
from cameos.models import Cameo, CameoGrant, CameoPermission
from cameos.permissions.levels import PermissionLevel
from cameos.services.granting import Bounds, grant
from cameos.states import CameoState
from lib.actors import Actor
from lib.states import advance, record_initial

SYSTEM = Actor.system("tests")
EVERYONE = PermissionLevel.EVERYONE
SOON = timedelta(days=30)


def lent(owner: Any, level: str = EVERYONE, **fields: Any) -> Cameo:
    """A proven, active cameo at a level; `fields` are of its permission."""
    made = Cameo.objects.create(owner=owner)
    record_initial(made, actor=SYSTEM, reason="notice accepted")
    return proven(made, level, **fields)


def proven(cameo: Cameo, level: str = EVERYONE, **fields: Any) -> Cameo:
    """A cameo that is being enrolled, made active and open to others."""
    move(cameo, CameoState.VERIFICATION_PENDING)
    proof = {"verified_at": timezone.now(), "usable_by_owner_only": False, "voice_released": True}
    move(cameo, CameoState.ACTIVE, **proof)
    set_level(cameo, level, **fields)
    return cameo


def set_level(cameo: Cameo, level: str, **fields: Any) -> None:
    until: datetime | None = timezone.now() + SOON if level == EVERYONE else None
    CameoPermission.objects.update_or_create(
        cameo=cameo, defaults={"level": level, "everyone_until": until, **fields}
    )


def move(cameo: Cameo, to: CameoState, **changes: Any) -> None:
    advance(cameo, to=to, actor=SYSTEM, reason="test", **changes)


def granted(cameo: Cameo, to: Any, **bounds: Any) -> CameoGrant:
    return grant(cameo=cameo, to=to, by=cameo.owner, bounds=Bounds(**bounds))


def follow(follower: Any, followed: Any) -> None:
    Follow.objects.create(follower=follower, followed=followed)


def mutual(one: Any, other: Any) -> None:
    follow(one, other)
    follow(other, one)


def block(blocker: Any, blocked: Any) -> None:
    Block.objects.create(blocker=blocker, blocked=blocked)


def ask(api: Any, cameo: Any, person: Any, prompt: str = "") -> Any:
    """Preflight; `prompt` is calm and mentions nobody where none is given."""
    subjects = cameo if isinstance(cameo, list) else [cameo]
    ids = [one if isinstance(one, str) else one.public_id for one in subjects]
    body = {"subjects": ids, "prompt": prompt or "a quiet walk along the river"}
    return api.post("/cameos/check", body, as_=person)


def answer(api: Any, cameo: Any, person: Any, prompt: str = "") -> str:
    response = ask(api, cameo, person, prompt)
    assert response.status_code == 200, response.content
    return str(response.json()["answer"])
