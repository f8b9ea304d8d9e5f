"""What is kept of a picture that somebody sent with a report, by a worker: pixels alone, matched
against what is known of child abuse before anything else becomes of it."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from cameos.gate import NotUsable, pictures_of
from cameos.intake.evidence import claim, set_aside
from cameos.intake.known import known_opinion
from cameos.intake.sweeping import ask_again, free, remove_left_over
from cameos.trying import counted_with_files, leased
from enforcement import tasks
from enforcement.child_safety import found_about, same_film
from enforcement.limits import (
    ATTACHMENT_AGAIN_AFTER,
    ATTACHMENT_ATTEMPTS,
    ATTACHMENT_CHECKED_WITHIN,
    ATTACHMENT_LEASE,
    ATTACHMENT_LONGEST_PAUSE,
    ATTACHMENT_PAUSE,
    ATTACHMENT_SIDE,
    SNAPSHOT_KEPT_AT_MOST,
)
from enforcement.models import Case, ReportAttachment, Snapshot
from enforcement.services.attaching import KEPT, SENT, forget
from lib.repairs import repair_each
from lib.signed_media import NOT_DONE, delete, placing, reading
from moderation import csam

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from cameos.intake.opinions import Opinion

log = structlog.get_logger(__name__)
STAGE = "attachment"


class NotMatched(Exception):
    """The operator's service did not answer: later."""


def look(attachment_id: UUID) -> None:
    """Decide, once. A late or doubled message does nothing; whoever is killed is followed by
    another, at most so often."""
    waiting = ReportAttachment.objects.filter(pk=attachment_id, looked_at=None)
    if not leased(waiting, span=ATTACHMENT_LEASE):
        return None
    row = waiting.select_related("report").first()
    if row is None:
        return None
    if row.report.reporter_id is None:
        return _refuse(row)
    if row.attempts > ATTACHMENT_ATTEMPTS:
        return _refuse(row, unchecked=True)
    try:
        with counted_with_files(row):
            _look(row)
    except NotMatched:
        _wait(row)


def _look(row: ReportAttachment) -> None:
    report = row.report
    if found_about(report.subject_kind, report.subject_id) is not None:
        return _refuse(row)
    try:
        with reading(row.upload_key) as sent:
            (picture,) = pictures_of(sent, row.content_type, longest=ATTACHMENT_SIDE)
            known = known_opinion(row, sent, [picture])
    except (NotUsable, FileNotFoundError):
        return _refuse(row)
    if known.finds_abuse(row.owner):
        return _set_aside(row, known)
    answers = [answer for one in known.evidence for answer in one.answers]
    if any(one.detector == csam.NAME and not one.coverage for one in answers):
        raise NotMatched
    return _keep(row, picture)


def _set_aside(row: ReportAttachment, known: Opinion) -> None:
    """As of every file that is sent in (cameos/intake/evidence.py)."""
    kept = set_aside(row, made="")
    with transaction.atomic():
        known.keep(row.public_id, row.owner, stage=STAGE)
        if kept is not None:
            claim(row, kept)
        _settle(row, refused=True)
    delete(row.upload_key)


def _wait(row: ReportAttachment) -> None:
    """Nothing of it is shown, and it is asked about again, ever later; in the end it goes unseen.
    That the service is silent is no attempt of the row's."""
    now = timezone.now()
    if row.uploaded_at <= now - ATTACHMENT_CHECKED_WITHIN:
        log.warning("attachment_unchecked", silences=row.silences + 1)
        _refuse(row, unchecked=True)
        return
    pause = min(ATTACHMENT_PAUSE * 2 ** min(row.silences, 16), ATTACHMENT_LONGEST_PAUSE)
    waiting = ReportAttachment.objects.filter(pk=row.pk, looked_at=None)
    waiting.update(silences=F("silences") + 1, attempts=F("attempts") - 1, leased_until=now + pause)
    log.warning("attachment_put_off", silences=row.silences + 1)


def _refuse(row: ReportAttachment, *, unchecked: bool = False) -> None:
    delete(row.upload_key)
    delete(row.key)
    _settle(row, refused=True, unchecked=unchecked)


def _keep(row: ReportAttachment, picture: NDArray[np.uint8]) -> None:
    from PIL import Image

    with placing(row.key) as path:
        Image.fromarray(picture).save(path, "WEBP", quality=90)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    height, width = picture.shape[:2]
    if _settle(row, sha256=digest, width=width, height=height):
        delete(row.upload_key)
    else:  # taken back, or erased, meanwhile
        delete(row.key)


def _settle(row: ReportAttachment, **facts: object) -> bool:
    waiting = ReportAttachment.objects.filter(pk=row.pk, looked_at=None)
    return bool(waiting.update(looked_at=timezone.now(), **facts))


def sweep() -> None:
    """Lost messages, and what was sent and no row names: of killed processes, or taken back."""
    now = timezone.now()
    late = ReportAttachment.objects.filter(
        looked_at=None, uploaded_at__lt=now - ATTACHMENT_AGAIN_AFTER
    )
    with transaction.atomic():
        ask_again(free(late), tasks.look_at_attachment)
    unseen = ReportAttachment.objects.filter(looked_at=None)
    remove_left_over(SENT, named=set(unseen.values_list("upload_key", flat=True)))


def sweep_kept() -> None:
    """The same of what was kept: of two years, so once a day."""
    named = ReportAttachment.objects.values_list("key", flat=True)
    remove_left_over(KEPT, named=set(named))


def expire(now: datetime) -> int:
    """With the last snapshot of its case, after two years at the latest. Returns how many went."""
    kept = Exists(Snapshot.objects.filter(case=OuterRef("report__case")))
    old = ReportAttachment.objects.filter(uploaded_at__lt=now - SNAPSHOT_KEPT_AT_MOST)
    over = ReportAttachment.objects.filter(~kept) | old
    return repair_each(over, forget, by="uploaded_at")


def forget_of(person_id: UUID) -> None:
    """Of somebody who left. Safe to do again."""
    for row in ReportAttachment.objects.filter(report__reporter_id=person_id):
        forget(row)


def erase_about(case: Case) -> int:
    """What was sent with ordinary reports of what was found to be of child safety. Returns how many
    went; what a store that is away keeps from it is left to the sweeper."""
    about = same_film(case.subject_kind, case.subject_id, of="report__")
    count = 0
    for row in ReportAttachment.objects.filter(about):
        try:
            forget(row)
        except NOT_DONE as error:
            log.warning("attachment_left_to_the_sweeper", error=type(error).__name__)
        else:
            count += 1
    return count
