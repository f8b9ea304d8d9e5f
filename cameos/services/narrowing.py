"""When an owner permits less: whoever may no more is stopped now, not at a worker's next look."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from uuid import UUID

from django.utils import timezone

from accounts.models import User
from cameos.capabilities.running import running
from cameos.events import PermissionSevered
from cameos.locking import take
from cameos.models import Cameo, Capability
from cameos.permissions.deciding import use_refusal
from cameos.permissions.facts import facts_of
from cameos.permissions.policies import usable_by
from cameos.permissions.words import NO_WORDS
from cameos.selectors import GONE
from lib.events import publish


def sever_who_may_no_more(cameo: Cameo) -> None:
    """In the transaction of the change, under the lock on its cameo."""
    for person_id in list(_who_may_no_more(cameo, timezone.now())):
        publish(PermissionSevered(cameo.pk, person_id, "narrowed"))


def sever_who_may_no_more_of(owner_id: UUID) -> None:
    """The same for all likenesses of one person, where a limit on the person themself narrowed
    them: their own, their guardians', their jurisdiction's."""
    theirs = Cameo.objects.filter(owner=owner_id).exclude(state__in=sorted(GONE))
    for cameo_id in theirs.order_by("pk").values_list("pk", flat=True):
        # Taken before it is asked: whoever is just being authorised is seen once they are through.
        sever_who_may_no_more(take(cameo_id))


def _who_may_no_more(cameo: Cameo, at: datetime) -> Iterator[UUID]:
    """Of those who make something now; who has another video that may go on keeps both, and the
    worker's own check ends the one."""
    doubtful = (
        running(cameo.pk)
        .exclude(requester_id=cameo.owner_id)
        .exclude(requester_id__in=usable_by(cameo, at).values("pk"))
    )
    for person_id, theirs in groupby(
        doubtful.order_by("requester_id"), key=attrgetter("requester_id")
    ):
        if not any(_may_go_on(one, at) for one in theirs):
            yield person_id


def _may_go_on(capability: Capability, at: datetime) -> bool:
    requester = User.objects.filter(pk=capability.requester_id).first()
    if requester is None:
        return False
    facts = facts_of(capability.cameo_id, requester, resting_on=capability.grant_id)
    return use_refusal(facts.likeness, facts.asker, NO_WORDS, at) is None
