"""What was decided comes true once it may be shown: state, event and vault together."""

from datetime import datetime
from uuid import UUID

import structlog
from django.db import transaction
from django.utils import timezone

from audit.services import record
from cameos import tasks
from cameos.enrolment.claiming import WORKER
from cameos.enrolment.limits import HELD_AT_MOST
from cameos.enrolment.states import ACCEPTING, FINAL, EnrolmentState, Problem, Verdict
from cameos.enrolment.telling import tell_result
from cameos.gates import ENROLLING
from cameos.ledger.facts import Enrolled
from cameos.ledger.recording import record_consent
from cameos.models import Cameo, Enrolment, EnrolmentDecision
from cameos.services.submitting import cancel, locked
from cameos.states import ENDED, CameoState
from cameos.vault.errors import VaultError
from cameos.vault.gallery import refresh_all
from cameos.vault.recording import confirm, erase_recording
from lib.errors import StaleState
from lib.outbox.services import enqueue
from lib.states import advance

log = structlog.get_logger(__name__)


def settle_due() -> int:
    """All whose time has come. Returns how many; one that fails holds up no other."""
    _give_up_old_holds()
    due = Enrolment.objects.filter(
        state=EnrolmentState.VERIFICATION_PENDING,
        verdict__in=sorted(FINAL),
        shown_at__lte=timezone.now(),
    )
    return sum(_settled(one) for one in due.order_by("shown_at"))


def _give_up_old_holds() -> None:
    """Nobody decided in time."""
    now = timezone.now()
    old = Enrolment.objects.filter(
        state=EnrolmentState.VERIFICATION_PENDING,
        verdict=Verdict.HOLD,
        submitted_at__lt=now - HELD_AT_MOST,
    )
    for enrolment in old:
        with transaction.atomic():
            still = Enrolment.objects.filter(pk=enrolment.pk, verdict=Verdict.HOLD)
            codes = [Problem.NOT_CONFIRMED.value]
            if still.update(verdict=Verdict.REFUSE, problems=codes, shown_at=now):
                EnrolmentDecision.objects.create(
                    enrolment_id=enrolment.pk,
                    verdict=Verdict.REFUSE,
                    reasons=codes,
                    actor=str(WORKER),
                )


def settle(enrolment: Enrolment) -> None:
    """Raises StaleState where somebody was faster."""
    older: list[UUID] = []
    with transaction.atomic():
        cameo, enrolment = locked(enrolment)
        if enrolment.state != EnrolmentState.VERIFICATION_PENDING:
            raise StaleState
        # Consent was withdrawn; or a guardian would have to release it, and none does.
        ended = cameo.state in ENDED or cameo.epoch != enrolment.epoch
        if ended or ENROLLING.refusal(cameo.owner):
            cancel(enrolment=enrolment, actor=WORKER)
            return
        now = timezone.now()
        if enrolment.verdict in ACCEPTING:
            older = _accept(cameo, enrolment, now)
        elif enrolment.verdict == Verdict.REFUSE:
            _refuse(cameo, enrolment, now)
        else:
            raise StaleState
    # Who is killed here leaves them to the sweeper: no cameo claims them any more.
    for key_id in older:
        erase_recording(key_id, actor=WORKER)
    refresh_all()


def _settled(enrolment: Enrolment) -> bool:
    try:
        settle(enrolment)
    except (StaleState, VaultError) as error:
        log.warning(
            "enrolment_not_settled", enrolment=enrolment.public_id, error=type(error).__name__
        )
        return False
    return True


def _accept(cameo: Cameo, enrolment: Enrolment, now: datetime) -> list[UUID]:
    assert enrolment.recording_id is not None  # noqa: S101 - a constraint says so below
    older = confirm(key_id=enrolment.recording_id, actor=WORKER)
    # Who paused stays paused.
    to = CameoState.PAUSED if cameo.paused_at else CameoState.ACTIVE
    advance(
        cameo,
        to=to,
        actor=WORKER,
        reason="its owner's own likeness",
        verified_at=now,
        usable_by_owner_only=enrolment.verdict != Verdict.ACCEPT,
        voice_released=enrolment.release.voice,
    )
    _end(enrolment, EnrolmentState.ACCEPTED, now)
    proven = Enrolled(
        enrolment=enrolment.public_id,
        release=str(enrolment.release_id),
        usable_by_owner_only=cameo.usable_by_owner_only,
        epoch=cameo.epoch,
    )
    record_consent(cameo_id=cameo.pk, fact=proven, actor=WORKER)
    record("cameos.enrolment.accepted", actor=WORKER, target=enrolment.public_id)
    tell_result(enrolment, accepted=True)
    enqueue(tasks.tidy_enrolment, enrolment.pk)
    return older


def _refuse(cameo: Cameo, enrolment: Enrolment, now: datetime) -> None:
    back = CameoState(enrolment.came_from)
    advance(cameo, to=back, actor=WORKER, reason="the recording was refused")
    _end(enrolment, EnrolmentState.REFUSED, now)
    record(
        "cameos.enrolment.refused",
        actor=WORKER,
        target=enrolment.public_id,
        problems=",".join(enrolment.problems),
    )
    tell_result(enrolment, accepted=False)
    enqueue(tasks.tidy_enrolment, enrolment.pk)


def _end(enrolment: Enrolment, to: EnrolmentState, now: datetime) -> None:
    advance(enrolment, to=to, actor=WORKER, reason="its result is shown", ended_at=now)
