"""Files first, rows after: a process killed between the two finds the rows and goes on."""

from typing import Any
from uuid import UUID

from django.db import transaction

from audit.services import record
from cameos.capabilities.showing import note_gone
from generation.failures import FailureCode
from generation.models import Asset, AssetKind, Attempt, Draft, Job, Script
from generation.services.verdicts import is_closed_to_reviewers
from generation.states import SETTLED, JobState
from generation.work.evidence import THE_FILM, is_kept_as_evidence, outlasts_erasure
from generation.work.leftovers import remove_unclaimed, remove_work_folder
from generation.work.moving import alone_with
from generation.work.returned import return_grants
from lib.actors import Actor
from lib.signed_media import delete
from moderation.services.bank_subjects import forget_shown
from moderation.services.child_safety import is_matter_of_child_safety

ERASER = Actor.system("eraser")


def tidy(job_id: UUID) -> None:
    """Remove what a finished job no longer needs; all of it where erasing was asked."""
    job = Job.objects.filter(pk=job_id, state__in=sorted(SETTLED)).first()
    if job is None:
        return
    remove_work_folder(job)
    for attempt in job.attempts.exclude(outgoing=[]):
        remove_unclaimed(attempt.outgoing)
    if job.erase_requested_at is not None:
        erase(job)
    elif _is_for_nobody(job):
        if not is_kept_as_evidence(job):
            remove_assets(job)
        _end_consents(job)


def _is_for_nobody(job: Job) -> bool:
    """Nobody gets what was made, and no person decides about it any more: it was stopped or given
    up, or somebody keeps their likeness out of it. What may be evidence stays its time."""
    if job.state != JobState.REFUSED:
        return job.state != JobState.COMPLETED
    if job.error_code != FailureCode.NOT_FOR_THIS_PROMPT or is_closed_to_reviewers(job):
        return False
    return not is_matter_of_child_safety(job.public_id, stage=job.error_stage)


def _end_consents(job: Job) -> None:
    """Nothing will be made under them any more. First what they owe: a consent that is gone is
    told of no block or pause that comes later, and such a one brings no grant back."""
    return_grants(job.pk)
    note_gone(job.pk)


def erase_draft_files(draft_id: UUID) -> None:
    """Remove the files of a draft that its maker deleted."""
    draft = Draft.objects.filter(pk=draft_id, deleted_at__isnull=False).first()
    if draft is None:
        return
    if outlasts_erasure(draft.job):
        leave_the_film(draft.job)
    else:
        remove_assets(draft.job)


def erase_released_files(job_id: UUID) -> None:
    """Of a film that its maker deleted while it was taken down, once nothing keeps it hidden: it is
    no evidence any more. Where its job is to be erased too, the reminder does that."""
    deleted = Job.objects.filter(state=JobState.COMPLETED, draft__deleted_at__isnull=False)
    job = deleted.filter(pk=job_id, withdrawals=None).first()
    if job is not None:
        remove_assets(job)


def erase(job: Job) -> None:
    """The job with all that hangs on it. What may be evidence stays until its stated end, and of
    the job what tells that it is there: its id, and that of an account which is a tombstone."""
    if outlasts_erasure(job):
        leave_the_film(job)
        beats: list[Any] | None = None if job.beats is None else []
        Job.objects.filter(pk=job.pk).update(prompt="", rendered_text=None, beats=beats)
        _end_consents(job)
        return
    remove_assets(job)
    with transaction.atomic():
        Draft.objects.filter(job=job).delete()
        Attempt.objects.filter(job=job).delete()
        note_gone(job.pk)
        if Job.objects.filter(pk=job.pk).delete()[0]:
            record("generation.job.erased", actor=ERASER, target=job.public_id)


def remove_assets(job: Job) -> None:
    """Its files, what is said in them, and the hashes of what they show."""
    forget_shown(job.public_id)
    Script.objects.filter(job=job).delete()
    for key in list(Asset.objects.filter(job=job).values_list("pk", flat=True)):
        _remove(key)


def leave_the_film(job: Job) -> None:
    """Nothing that was derived of it, no words, and of a film that was handed out no master."""
    Script.objects.filter(job=job).delete()
    mine = Asset.objects.filter(job=job)
    handed_out = mine.filter(kind=AssetKind.VIDEO).exists()
    derived = mine.exclude(kind__in={AssetKind.VIDEO} if handed_out else THE_FILM)
    for key in list(derived.values_list("pk", flat=True)):
        _remove(key)


def _remove(key: int) -> None:
    """Nobody moves the file meanwhile, or it lay under another key; a move that is owed from now on
    finds no row."""
    with alone_with(key):
        asset = Asset.objects.filter(pk=key).first()
        if asset is None:
            return
        delete(asset.storage_key)
        if asset.moving_to:
            delete(asset.moving_to)
        asset.delete()
