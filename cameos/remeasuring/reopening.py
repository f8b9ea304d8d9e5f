"""An accepted cameo waits for staff again, exactly as one that is new (cameos/enrolment)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from audit.services import record
from cameos.blocked.states import PROTECTED
from cameos.enrolment.showing import shown_at
from cameos.enrolment.states import OPEN, EnrolmentState, HoldReason, Verdict
from cameos.enrolment.telling import tell_look_alike
from cameos.locking import take
from cameos.models import Assessment, Cameo, CameoKey, Enrolment, EnrolmentDecision
from cameos.remeasuring.measuring import WORKER
from cameos.states import VERIFIED, CameoState
from lib.faces.base import Closeness, FaceKind
from lib.ids import new_id
from lib.states import advance

WHY = "it is like another by today's threshold"


def reopen(
    cameo_id: UUID, *, near: UUID, distance: float, kind: FaceKind, is_blocked: bool = False
) -> bool:
    """False where it waits already, where people have decided about these two before, or where
    nothing of whoever is `near` stands any more. `is_blocked`: they asked never to be shown."""
    with transaction.atomic():
        cameo = take(cameo_id)
        enrolment = _accepted(cameo)
        if enrolment is None or not _stands(near) or _was_decided(enrolment, near):
            return False
        now = timezone.now()
        _wait(cameo, enrolment, now)
        scores = _measured_anew(enrolment, near, distance, kind)
        reasons = _reasons(distance, kind, is_blocked=is_blocked)
        EnrolmentDecision.objects.create(
            enrolment_id=enrolment.pk, assessment_id=scores.pk, verdict=Verdict.HOLD,
            reasons=reasons, actor=str(WORKER),
        )  # fmt: skip
        record(
            "cameos.enrolment.reopened",
            actor=WORKER,
            target=enrolment.public_id,
            reasons=",".join(reasons),
        )
        if HoldReason.DUPLICATE in reasons:
            tell_look_alike(near)
    return True


def _accepted(cameo: Cameo) -> Enrolment | None:
    """The enrolment whose recording the cameo stands on; None where that is being done anew."""
    mine = Enrolment.objects.filter(cameo=cameo, owner_id=cameo.owner_id)
    if cameo.state not in VERIFIED or mine.filter(state__in=sorted(OPEN)).exists():
        return None
    confirmed = CameoKey.objects.filter(cameo=cameo, confirmed_at__isnull=False)
    rows = mine.filter(
        state=EnrolmentState.ACCEPTED, epoch=cameo.epoch, recording_id__in=confirmed.values("pk")
    )
    return rows.select_for_update(no_key=True).first()


def _stands(near: UUID) -> bool:
    """The pairs were found before this transaction: who is near may have been erased since."""
    theirs = Q(cameo=near) | Q(blocked=near, blocked__state__in=sorted(PROTECTED))
    return CameoKey.objects.filter(theirs, confirmed_at__isnull=False).exists()


def _was_decided(enrolment: Enrolment, near: UUID) -> bool:
    """Whether staff looked at just these two and found that they are two; and nobody is held over
    and over by a machine whose doubt two people have settled. Another pair is another doubt."""
    seen = Assessment.objects.filter(enrolment_id=enrolment.pk, near_cameo_id=near)
    decided = EnrolmentDecision.objects.filter(
        enrolment_id=enrolment.pk, assessment_id__in=seen.values("pk")
    )
    return decided.filter(Q(actor=str(WORKER)) | Q(verdict=Verdict.APPROVE_ONCE)).exists()


def _wait(cameo: Cameo, enrolment: Enrolment, now: datetime) -> None:
    if cameo.state != CameoState.NEEDS_REVERIFY:
        advance(cameo, to=CameoState.NEEDS_REVERIFY, actor=WORKER, reason=WHY)
    advance(cameo, to=CameoState.VERIFICATION_PENDING, actor=WORKER, reason=WHY)
    advance(
        enrolment, to=EnrolmentState.VERIFICATION_PENDING, actor=WORKER, reason=WHY,
        verdict=Verdict.HOLD, submitted_at=now, shown_at=shown_at(now, now),
        ended_at=None, tidied_at=None,
    )  # fmt: skip


def _measured_anew(enrolment: Enrolment, near: UUID, distance: float, kind: FaceKind) -> Assessment:
    """The scores that it was accepted with, and beside them who is near by now."""
    scores = Assessment.objects.filter(enrolment_id=enrolment.pk).latest("at")
    limits = kind.thresholds
    scores.id, scores.at = new_id(), timezone.now()
    scores.face_model = f"{kind.mark.kind}/{kind.mark.version}"
    scores.near_cameo_id, scores.near_distance = near, distance
    scores.match_at, scores.grey_at = limits.match, limits.grey
    scores.thresholds_source = limits.source[:200]
    scores.save(force_insert=True)
    return scores


def _reasons(distance: float, kind: FaceKind, *, is_blocked: bool) -> list[str]:
    same = kind.thresholds.closeness(distance) is Closeness.SAME
    found = [HoldReason.DUPLICATE.value if same else HoldReason.NEARLY_DUPLICATE.value]
    return [*found, HoldReason.BLOCKED_PERSON.value] if is_blocked else found
