"""Links that nobody ended and that stand no more."""

from accounts.models import User
from lib.actors import Actor
from parental.eligibility import is_assured, is_teen
from parental.models import GuardianLink
from parental.services.ending import end_all
from parental.states import LIVE, EndReason

CLOCK = Actor.system("parental")


def end_outgrown() -> int:
    """R10, R13: the 18th birthday, and a guardian of whom we are not sure enough. How many.

    Controls acted no more from the first minute of the birthday (`layer.of_guardians`).
    """
    return sum(
        end_all([link], reason=reason, actor=CLOCK)
        for link in GuardianLink.objects.filter(state__in=sorted(LIVE))
        .select_related("teen", "guardian")
        .iterator(chunk_size=500)
        if (reason := _reason(link.teen, link.guardian))
    )


def _reason(teen: User, guardian: User) -> EndReason | None:
    if teen.is_adult:
        return EndReason.CAME_OF_AGE
    if not is_teen(teen):
        return EndReason.AGE_CHANGED
    return None if is_assured(guardian) else EndReason.ASSURANCE_LOST
