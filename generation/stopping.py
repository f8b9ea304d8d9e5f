"""What staff's stop switches hold: one rule for a wish, a job that waits and one that is drawn.

A switch of all engines holds every video. One of a single engine holds what that engine draws; what
is cut out of finished videos asks no engine, whichever drew them.
"""

from django.db.models import Exists, OuterRef, Q

from generation.models import EVERY_ENGINE, StopSwitch
from generation.tools import EDITING


def is_stopped(engine: str | None, *, tool: str) -> bool:
    """Whether nothing new is taken on: by an engine, or where none is named, by any."""
    asked = {EVERY_ENGINE} if tool in EDITING or not engine else {EVERY_ENGINE, engine}
    return StopSwitch.objects.filter(engine__in=asked).exists()


def halted() -> Q:
    """Of a queryset of jobs: those that are neither begun nor gone on with."""
    halting = StopSwitch.objects.filter(halts=True)
    of_all = Exists(halting.filter(engine=EVERY_ENGINE))
    of_its_own = Exists(halting.filter(engine=OuterRef("engine")))
    return Q(of_all) | (Q(of_its_own) & ~Q(tool__in=sorted(EDITING)))
