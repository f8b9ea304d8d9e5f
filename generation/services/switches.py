from django.db import transaction

from accounts.models import User
from audit.services import record
from generation.models import EVERY_ENGINE, StopSwitch
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode

ENGAGE = "generation.add_stopswitch"
RELEASE = "generation.delete_stopswitch"


def engage(*, by: User, reason: str, engine: str = EVERY_ENGINE) -> StopSwitch:
    """Take on nothing new for an engine (for all by default). Jobs under way go on."""
    _authorise(by, ENGAGE)
    with transaction.atomic():
        switch, made = StopSwitch.objects.get_or_create(
            engine=engine, defaults={"engaged_by": str(Actor.person(by.pk)), "reason": reason}
        )
        if made:
            record(
                "generation.switch.engaged", actor=Actor.person(by.pk), target=f"engine:{engine}"
            )
    return switch


def release(*, by: User, engine: str = EVERY_ENGINE) -> None:
    """Let new jobs through again."""
    _authorise(by, RELEASE)
    with transaction.atomic():
        gone, _ = StopSwitch.objects.filter(engine=engine).delete()
        if gone:
            record(
                "generation.switch.released", actor=Actor.person(by.pk), target=f"engine:{engine}"
            )


def _authorise(by: User, permission: str) -> None:
    if not by.has_perm(permission):
        raise DomainError(ErrorCode.PERMISSION_DENIED, "You may not use stop switches.")
