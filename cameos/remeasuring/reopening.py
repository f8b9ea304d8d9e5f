"""An accepted cameo waits for staff again, exactly as one that is new (cameos/enrolment)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from audit.services import record
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


def reopen(cameo_id: UUID, *, near: UUID, distance: float, kind: FaceKind) -> bool:
    """False where it waits already, or where people have decided about these two before."""
    with transaction.atomic():
        cameo = take(cameo_id)
        enrolment = _accepted(cameo)
        if enrolment is None or _was_decided(enrolment, near):
            return False
        now = timezone.now()
        _wait(cameo, enrolment, now)
        scores = _measured_anew(enrolment, near, distance, kind)
        reasons = [_reason(distance, kind).value]
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


def _was_decided(enrolment: Enrolment, near: UUID) -> bool:
    """Whether staff looked at just these two and found that they are two; and nobody is held over
    and over by a machine whose doubt two people have settled."""
    decided = EnrolmentDecision.objects.filter(enrolment_id=enrolment.pk)
    if decided.filter(actor=str(WORKER)).exists():
        return True
    seen = Assessment.objects.filter(enrolment_id=enrolment.pk, near_cameo_id=near)
    return seen.exists() and decided.filter(verdict=Verdict.APPROVE_ONCE).exists()


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


def _reason(distance: float, kind: FaceKind) -> HoldReason:
    same = kind.thresholds.closeness(distance) is Closeness.SAME
    return HoldReason.DUPLICATE if same else HoldReason.NEARLY_DUPLICATE
