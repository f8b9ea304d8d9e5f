"""Erasing what an enrolment leaves behind. Runs in the likeness process alone."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from cameos.enrolment.claiming import WORKER
from cameos.enrolment.states import OPEN, EnrolmentState
from cameos.models import CameoKey, Enrolment
from cameos.vault.gallery import refresh_all
from cameos.vault.recording import erase_recording
from lib.signed_media import burn

# Longer than any worker holds a recording that it has not noted yet.
UNCLAIMED_AFTER = timedelta(hours=1)


def tidy(enrolment_id: UUID) -> None:
    """Of one that is over: the plain file, and unless it was accepted what the vault has of it.

    Safe to do again, and to be killed within; a late message does nothing.
    """
    enrolment = Enrolment.objects.filter(pk=enrolment_id, tidied_at=None).first()
    if enrolment is None or enrolment.state in OPEN:
        return
    burn(enrolment.upload_key)
    if enrolment.state != EnrolmentState.ACCEPTED and enrolment.recording_id is not None:
        erase_recording(enrolment.recording_id, actor=WORKER)
        refresh_all()
    Enrolment.objects.filter(pk=enrolment.pk).update(tidied_at=timezone.now())


def erase_unclaimed(cameo_id: UUID | None = None) -> int:
    """Recordings that were kept and never noted, because their worker died in between.

    Of one cameo whose enrolment was just claimed: all that nobody confirmed and no enrolment names.
    Of all cameos: only those that are too old to be on their way. Returns how many.
    """
    rows = CameoKey.objects.filter(confirmed_at=None)
    if cameo_id is not None:
        rows = rows.filter(cameo_id=cameo_id)
    else:
        rows = rows.filter(made_at__lt=timezone.now() - UNCLAIMED_AFTER)
    named = Enrolment.objects.filter(state__in=sorted(OPEN), recording_id__isnull=False)
    claimed = set(named.values_list("recording_id", flat=True))
    unclaimed = [key for key in rows.values_list("pk", flat=True) if key not in claimed]
    for key in unclaimed:
        erase_recording(key, actor=WORKER)
    return len(unclaimed)
