"""Files first, rows after: a process killed between the two finds the rows and goes on. What is
owed stands in a row of its own (`OwedErasure`) until it is done, whatever the store says meanwhile.
"""

from collections.abc import Iterable
from functools import partial
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction

from audit.services import record
from cameos.capabilities.showing import note_gone
from generation.failures import FailureCode
from generation.models import (
    Asset,
    AssetKind,
    Attempt,
    Draft,
    Job,
    OwedErasure,
    Script,
    WhyErased,
)
from generation.services.alone import alone_with
from generation.services.verdicts import is_closed_to_reviewers
from generation.services.withdrawing import withdraw_draft
from generation.states import SETTLED, JobState
from generation.work.each import do_each, name_of
from generation.work.evidence import (
    THE_FILM,
    is_kept_as_evidence,
    outlasts_erasure,
    outlasts_revocation,
)
from generation.work.holding import at_their_stated_end
from generation.work.leftovers import remove_unclaimed, remove_work_folder
from generation.work.returned import return_grants
from generation.work.withdrawn import note_paid
from lib.actors import Actor
from lib.signed_media import NOT_DONE, delete, delete_below
from moderation.services.bank_subjects import forget_shown
from moderation.services.child_safety import is_matter_of_child_safety

log = structlog.get_logger(__name__)

ERASER = Actor.system("eraser")
KEEPER = Actor.system("keeper")


def tidy(job_id: UUID) -> None:
    """Remove what a finished job no longer needs; all of it where erasing was asked."""
    job = Job.objects.filter(pk=job_id, state__in=sorted(SETTLED)).first()
    if job is None:
        return
    if why := _why_it_goes(job):
        OwedErasure.objects.create(job=job, why=why)
    remove_work_folder(job)
    _remove_outgoing(job)
    erase_owed(job.pk)
    if why == WhyErased.FOR_NOBODY:
        _end_consents(job)


def erase_owed(job_id: UUID) -> None:
    """Do each erasure that a job's files are owed. One that a store does not do keeps no other
    back, and stays owed: the clock asks for it again (`generation.work.owing`)."""
    for owed in OwedErasure.objects.filter(job_id=job_id).order_by("pk"):
        try:
            _DOING[WhyErased(owed.why)](job_id)
        except NOT_DONE as error:
            log.error("erasure_put_off", job=str(job_id), why=owed.why, error=name_of(error))
        else:
            _paid(owed)


def _paid(owed: OwedErasure) -> None:
    """Of two at once one counts it."""
    with transaction.atomic():
        ended, _ = OwedErasure.objects.filter(pk=owed.pk).delete()
        if ended and owed.revocation_id is not None:
            note_paid(owed.revocation_id)


def _why_it_goes(job: Job) -> WhyErased | None:
    if job.erase_requested_at is not None:
        return WhyErased.ASKED_FOR
    return WhyErased.FOR_NOBODY if _is_for_nobody(job) else None


def _remove_outgoing(job: Job) -> None:
    """What cannot be removed now is left to the sweeper."""
    for attempt in job.attempts.exclude(outgoing=[]):
        try:
            remove_unclaimed(attempt.outgoing)
        except NOT_DONE as error:
            log.warning("outgoing_left_to_the_sweeper", job=str(job.pk), error=name_of(error))


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


def _erase_asked_for(job_id: UUID) -> None:
    job = Job.objects.filter(pk=job_id, erase_requested_at__isnull=False).first()
    if job is not None:
        erase(job)


def _erase_for_nobody(job_id: UUID) -> None:
    job = Job.objects.filter(pk=job_id, state__in=sorted(SETTLED)).first()
    if job is not None and _is_for_nobody(job) and not is_kept_as_evidence(job):
        remove_assets(job)


def _erase_draft(job_id: UUID) -> None:
    """Of a draft that its maker deleted."""
    draft = Draft.objects.filter(job_id=job_id, deleted_at__isnull=False).first()
    if draft is None:
        return
    if outlasts_erasure(draft.job):
        leave_the_film(draft.job)
    else:
        remove_assets(draft.job)


def _erase_released(job_id: UUID) -> None:
    """Of a film that its maker deleted while it was taken down, once nothing keeps it hidden: it is
    no evidence any more. Where its job is to be erased too, the reminder does that."""
    deleted = Job.objects.filter(state=JobState.COMPLETED, draft__deleted_at__isnull=False)
    job = deleted.filter(pk=job_id, withdrawals=None).first()
    if job is not None:
        remove_assets(job)


def _erase_at_stated_end(job_id: UUID) -> None:
    """What lay in quarantine for its time, if nobody disputes it by now."""
    job = at_their_stated_end().filter(pk=job_id).first()
    if job is None:
        return
    remove_assets(job)
    with transaction.atomic():
        # Whoever is killed after this has recorded it, and does not again.
        if OwedErasure.objects.filter(job=job, why=WhyErased.STATED_END).delete()[0]:
            _record_the_end(job)
    if job.erase_requested_at is not None:
        erase(job)


def _erase_withdrawn(job_id: UUID) -> None:
    """Draft, post, kept answers, and every byte; only then it is gone. What was found to be
    evidence meanwhile is left alone."""
    job = Job.objects.filter(pk=job_id, state__in=sorted(SETTLED)).first()
    if job is None or outlasts_revocation(job):
        return
    withdraw_draft(job)
    announced = [one.outgoing for one in job.attempts.exclude(outgoing=[])]
    do_each(
        [
            partial(remove_assets, job),
            partial(delete_below, job.work_folder),
            *(partial(remove_unclaimed, keys) for keys in announced),
        ]
    )
    note_gone(job.pk)


def _record_the_end(job: Job) -> None:
    """That anything was kept of what they stopped themselves, its maker does not learn."""
    if job.state == JobState.REFUSED:
        record("generation.job.quarantine_emptied", actor=KEEPER, target=job.public_id)
    else:
        record("generation.job.evidence_removed", actor=KEEPER, target=job.public_id)


_DOING = {
    WhyErased.ASKED_FOR: _erase_asked_for,
    WhyErased.FOR_NOBODY: _erase_for_nobody,
    WhyErased.DRAFT_DELETED: _erase_draft,
    WhyErased.RELEASED: _erase_released,
    WhyErased.STATED_END: _erase_at_stated_end,
    WhyErased.WITHDRAWN: _erase_withdrawn,
}


def erase(job: Job) -> None:
    """The job with all that hangs on it. What may be evidence stays until its stated end, and of
    the job what tells that it is there: its id, and that of an account which is a tombstone."""
    _forget_words(job)
    if outlasts_erasure(job):
        leave_the_film(job)
        return
    remove_assets(job)
    with transaction.atomic():
        Draft.objects.filter(job=job).delete()
        Attempt.objects.filter(job=job).delete()
        withdrawn = OwedErasure.objects.filter(job=job, revocation_id__isnull=False)
        for owed in withdrawn.order_by("revocation_id"):  # as whoever erases another of its films
            _paid(owed)
        if Job.objects.filter(pk=job.pk).delete()[0]:
            record("generation.job.erased", actor=ERASER, target=job.public_id)


def _forget_words(job: Job) -> None:
    """What its maker wrote, and the consents for it: no file that stays owed holds them back."""
    beats: list[Any] | None = None if job.beats is None else []
    Job.objects.filter(pk=job.pk).update(prompt="", rendered_text=None, beats=beats)
    _end_consents(job)


def remove_assets(job: Job) -> None:
    """Its files, what is said in them, and the hashes of what they show. Outside of any
    transaction: a store may take its time. Raises what NOT_DONE names where one of them is left.
    """
    forget_shown(job.public_id)
    Script.objects.filter(job=job).delete()
    _remove_each(Asset.objects.filter(job=job).values_list("pk", flat=True))


def leave_the_film(job: Job) -> None:
    """Nothing that was derived of it, no words, and of a film that was handed out no master. The
    same."""
    Script.objects.filter(job=job).delete()
    mine = Asset.objects.filter(job=job)
    handed_out = mine.filter(kind=AssetKind.VIDEO).exists()
    derived = mine.exclude(kind__in={AssetKind.VIDEO} if handed_out else THE_FILM)
    _remove_each(derived.values_list("pk", flat=True))


def _remove_each(keys: Iterable[int]) -> None:
    do_each(partial(_remove, key) for key in list(keys))


def _remove(key: int) -> None:
    """Nobody moves the file meanwhile, or it lay under another key; a move that is owed from now on
    finds no row."""
    with alone_with(key):
        asset = Asset.objects.filter(pk=key).first()
        if asset is None:
            return
        try:
            do_each(partial(delete, one) for one in (asset.storage_key, asset.moving_to) if one)
        except NOT_DONE as error:
            log.error("file_not_erased", asset=key, error=name_of(error))
            raise
        asset.delete()
