from django.db import transaction
from django.db.models.functions import Now

from accounts.models import User
from audit.services import record
from generation.models import EVERY_ENGINE, Job, StopSwitch
from generation.states import JobState
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode

ENGAGE = "generation.add_stopswitch"
RELEASE = "generation.delete_stopswitch"


def engage(*, by: User, reason: str, engine: str = EVERY_ENGINE, halts: bool = False) -> StopSwitch:
    """Take on nothing new for an engine (for all by default). Jobs under way go on, unless it
    `halts`: then they keep their place until it is released. A switch that stands is made to halt,
    never to halt no more."""
    _authorise(by, ENGAGE)
    actor = Actor.person(by.pk)
    with transaction.atomic():
        switch, made = StopSwitch.objects.get_or_create(
            engine=engine,
            defaults={"engaged_by": str(actor), "reason": reason, "halts": halts},
        )
        if halts and not switch.halts:
            switch.halts = made = True
            switch.save(update_fields=["halts"])
        if made:
            record("generation.switch.engaged", actor=actor, target=f"engine:{engine}", halts=halts)
    return switch


def release(*, by: User, engine: str = EVERY_ENGINE) -> None:
    """Let new jobs through again, and those that were halted."""
    _authorise(by, RELEASE)
    with transaction.atomic():
        gone, _ = StopSwitch.objects.filter(engine=engine).delete()
        if gone:
            _wake(engine)
            record(
                "generation.switch.released", actor=Actor.person(by.pk), target=f"engine:{engine}"
            )


def _wake(engine: str) -> None:
    """The sweeper sends the messages of whoever waits for an engine at its next round."""
    waiting = Job.objects.filter(state=JobState.QUEUED)
    mine = waiting if engine == EVERY_ENGINE else waiting.filter(engine=engine)
    mine.update(resend_at=Now())


def _authorise(by: User, permission: str) -> None:
    if not by.has_perm(permission):
        raise DomainError(ErrorCode.PERMISSION_DENIED, "You may not use stop switches.")
