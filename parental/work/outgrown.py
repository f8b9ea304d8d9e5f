"""Links that nobody ended and that stand no more."""

from django.db.models import Q
from django.utils import timezone

from accounts.assurance import is_assured
from accounts.models import User
from lib.actors import Actor
from parental.eligibility import is_teen
from parental.models import GuardianLink
from parental.services.ending import end_all, end_to_its_guardian
from parental.states import LIVE, EndReason

CLOCK = Actor.system("parental")


def end_outgrown() -> int:
    """R10, R13: the 18th birthday, and a guardian of whom we are not sure enough. How many, with
    those that a teen fled from and their guardian still reads as active.

    Controls acted no more from the first minute of the birthday (`layer.of_guardians`).
    """
    live = Q(state__in=sorted(LIVE))
    return sum(
        _end(link, reason)
        for link in GuardianLink.objects.filter(live | Q(shown_until__gt=timezone.now()))
        .select_related("teen", "guardian")
        .iterator(chunk_size=500)
        if (reason := _reason(link.teen, link.guardian))
    )


def _end(link: GuardianLink, reason: EndReason) -> int:
    if link.state in LIVE:
        return end_all([link], reason=reason, actor=CLOCK)
    # Who deleted their account reads nothing any more.
    return int(link.guardian.deleted_at is None and end_to_its_guardian(link, reason=reason))


def _reason(teen: User, guardian: User) -> EndReason | None:
    if teen.is_adult:
        return EndReason.CAME_OF_AGE
    if not is_teen(teen):
        return EndReason.AGE_CHANGED
    return None if is_assured(guardian) else EndReason.ASSURANCE_LOST
