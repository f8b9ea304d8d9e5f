"""Who came first: a face that was enrolled, or the protection of somebody who has it too.

Who was accepted before a protection was confirmed is taken for another person than the blocked one:
whoever has the very face is not added beside them (`enrolled_already`), so that no stolen portrait
stops their films. A face that came later, past whatever it came, outweighs no protection.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Min

from cameos.blocked.states import PROTECTED
from cameos.enrolment.states import EnrolmentState
from cameos.models import BlockedLikeness, Enrolment, EnrolmentTransition
from cameos.states import CameoState

STANDS = (EnrolmentState.ACCEPTED, EnrolmentState.VERIFICATION_PENDING)


def outranked(cameos: Collection[UUID], near: Collection[UUID]) -> set[tuple[UUID, UUID]]:
    """Of these cameos and whoever of `near` is protected the pairs (blocked, cameo) in which the
    protection is older, or nobody knows since when the face is enrolled."""
    standing = BlockedLikeness.objects.filter(pk__in=near, state__in=sorted(PROTECTED))
    protected = dict(standing.values_list("pk", "confirmed_at"))
    since = _accepted_since(cameos) if protected else {}
    return {
        (blocked, cameo)
        for blocked, at in protected.items()
        for cameo in cameos
        if (accepted := since.get(cameo)) is None or at is None or accepted >= at
    }


def _accepted_since(cameos: Collection[UUID]) -> dict[UUID, datetime | None]:
    """When the face of today was first accepted; None for one that still waits. Whoever recorded
    themself anew was compared with their own recording: their face is the earlier one."""
    rows = Enrolment.objects.filter(cameo_id__in=cameos, state__in=STANDS)
    rows = rows.exclude(came_from=CameoState.NEEDS_REVERIFY).order_by("created_at")
    steps = EnrolmentTransition.objects.filter(
        subject_id__in=rows.values("pk"), to_state=EnrolmentState.ACCEPTED
    )
    first = dict(steps.values_list("subject_id").annotate(Min("at")))
    return {cameo: first.get(row) for row, cameo in rows.values_list("pk", "cameo_id")}
