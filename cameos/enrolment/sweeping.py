"""What a clock repairs: challenges that ran out, lost messages, files that nobody took."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from cameos import tasks
from cameos.characters.sweeping import uploads_in_use
from cameos.enrolment.limits import ADDRESS_KEPT, PRINTS_KEPT
from cameos.enrolment.states import OPEN, EnrolmentState
from cameos.models import Enrolment, ReleaseAddress, UploadPrint
from cameos.services.submitting import cancel, expire
from cameos.states import ENDED
from cameos.uploads.sweeping import uploads_in_use as references_in_use
from lib.actors import Actor
from lib.errors import DomainError
from lib.outbox.services import enqueue
from lib.signed_media import sweep_incoming

SWEEPER = Actor.system("sweeper")
# A message that was sent is worked on by then, or its process is gone.
ASKED_AGAIN_AFTER = timedelta(minutes=2)


def sweep() -> None:
    """Safe to run at any time and twice at once."""
    ran_out = Enrolment.objects.filter(
        state=EnrolmentState.AWAITING_RECORDING, expires_at__lte=timezone.now()
    )
    for enrolment in ran_out:
        _unless_overtaken(enrolment)
    for enrolment in Enrolment.objects.filter(
        state__in=sorted(OPEN), cameo__state__in=sorted(ENDED)
    ):
        cancel(enrolment=enrolment, actor=SWEEPER)
    _ask_again()
    waiting = Enrolment.objects.filter(state__in=sorted(OPEN))
    sent = waiting.values_list("upload_key", flat=True)
    sweep_incoming({*sent, *uploads_in_use(), *references_in_use()})


def forget_old() -> int:
    """Fingerprints and addresses whose time is over. Returns how many rows went."""
    now = timezone.now()
    prints = UploadPrint.objects.filter(at__lt=now - PRINTS_KEPT).delete()[0]
    return prints + ReleaseAddress.objects.filter(at__lt=now - ADDRESS_KEPT).delete()[0]


def _unless_overtaken(enrolment: Enrolment) -> None:
    try:
        expire(enrolment=enrolment, actor=SWEEPER)
    except DomainError:
        return


def _ask_again() -> None:
    late = timezone.now() - ASKED_AGAIN_AFTER
    unjudged = Enrolment.objects.filter(
        state=EnrolmentState.VERIFICATION_PENDING, verdict="", submitted_at__lt=late
    ).exclude(leased_until__gt=timezone.now())
    untidied = Enrolment.objects.filter(tidied_at=None, ended_at__lt=late)
    with transaction.atomic():
        for enrolment_id in unjudged.values_list("pk", flat=True):
            enqueue(tasks.judge_enrolment, enrolment_id)
        for enrolment_id in untidied.values_list("pk", flat=True):
            enqueue(tasks.tidy_enrolment, enrolment_id)
