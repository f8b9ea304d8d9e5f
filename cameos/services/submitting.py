"""Sending a recording in, once; and giving up."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import record
from cameos import tasks
from cameos.enrolment import devices
from cameos.enrolment.eligibility import person_refusal
from cameos.enrolment.showing import soonest
from cameos.enrolment.states import OPEN, EnrolmentState
from cameos.models import Cameo, Enrolment
from cameos.states import CameoState
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode, StaleState
from lib.outbox.services import enqueue
from lib.signed_media import burn, exists
from lib.states import advance

SENT = "a recording was sent in"


def submit(*, enrolment: Enrolment, by: User, device: str) -> Enrolment:
    """Use the challenge up: the first one to do so wins. `by` is its owner.

    Raises DomainError: `challenge_used`, `challenge_expired`, `wrong_device`, `recording_missing`,
    which leaves the challenge as it was, or why the person may not enrol any more.
    """
    if refusal := person_refusal(by) or submit_refusal(enrolment, device):
        raise refusal
    actor = Actor.person(by.pk)
    with transaction.atomic():
        cameo = Cameo.objects.select_for_update(no_key=True).get(pk=enrolment.cameo_id)
        now = timezone.now()
        _use_up(enrolment, actor)
        Enrolment.objects.filter(pk=enrolment.pk).update(shown_at=soonest(now))
        if cameo.epoch != enrolment.epoch:
            raise StaleState
        advance(cameo, to=CameoState.VERIFICATION_PENDING, actor=actor, reason=SENT)
        record("cameos.enrolment.submitted", actor=actor, target=enrolment.public_id)
        enqueue(tasks.judge_enrolment, enrolment.pk)
    return enrolment


def submit_refusal(enrolment: Enrolment, device: str) -> DomainError | None:
    """Why this recording is not looked at."""
    # Each challenge is answered once.
    if enrolment.state != EnrolmentState.AWAITING_RECORDING:
        return _used()
    # It lives for minutes, and whatever came by then came too late.
    if enrolment.expires_at <= timezone.now():
        return DomainError(
            ErrorCode.CHALLENGE_EXPIRED, _("The challenge ran out. Begin a new enrolment.")
        )
    # It was shown on one device, and is answered from there.
    if devices.hash_of(device) != enrolment.device:
        return DomainError(
            ErrorCode.WRONG_DEVICE,
            _("Send it from the device on which you began, or begin a new enrolment."),
        )
    # Nothing came to the address that was given out.
    if not exists(enrolment.upload_key):
        return DomainError(
            ErrorCode.RECORDING_MISSING, _("Send the recording to its address first.")
        )
    return None


def cancel(*, enrolment: Enrolment, actor: Actor) -> Enrolment:
    """Give up; safe to do again. What was sent is erased, and of the vault too.

    Raises DomainError `already_finished` once a result is shown.
    """
    with transaction.atomic():
        cameo, enrolment = locked(enrolment)
        if enrolment.state == EnrolmentState.CANCELLED:
            return enrolment
        if enrolment.state not in OPEN:
            raise DomainError(
                ErrorCode.ALREADY_FINISHED, _("This has already ended and cannot be cancelled.")
            )
        if cameo.state == CameoState.VERIFICATION_PENDING:
            advance(cameo, to=CameoState(enrolment.came_from), actor=actor, reason="given up")
        _end(enrolment, EnrolmentState.CANCELLED, actor, reason="given up")
        record("cameos.enrolment.cancelled", actor=actor, target=enrolment.public_id)
    return enrolment


def expire(*, enrolment: Enrolment, actor: Actor) -> None:
    """Nothing was sent in time. Raises StaleState where something was."""
    with transaction.atomic():
        _end(enrolment, EnrolmentState.EXPIRED, actor, reason="the challenge ran out")
        record("cameos.enrolment.expired", actor=actor, target=enrolment.public_id)


def locked(enrolment: Enrolment) -> tuple[Cameo, Enrolment]:
    """Both rows under a lock, always in this order."""
    cameo = Cameo.objects.select_for_update(no_key=True).get(pk=enrolment.cameo_id)
    return cameo, Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment.pk)


def _use_up(enrolment: Enrolment, actor: Actor) -> None:
    try:
        advance(
            enrolment,
            to=EnrolmentState.VERIFICATION_PENDING,
            actor=actor,
            reason=SENT,
            guard={"expires_at__gt": timezone.now()},
            submitted_at=timezone.now(),
        )
    except StaleState:
        raise _used() from None


def _used() -> DomainError:
    return DomainError(
        ErrorCode.CHALLENGE_USED, _("This challenge was used. Begin a new enrolment.")
    )


def _end(enrolment: Enrolment, to: EnrolmentState, actor: Actor, *, reason: str) -> None:
    advance(enrolment, to=to, actor=actor, reason=reason, ended_at=timezone.now())
    burn_key = enrolment.upload_key
    transaction.on_commit(lambda: burn(burn_key), robust=True)
    enqueue(tasks.tidy_enrolment, enrolment.pk)
