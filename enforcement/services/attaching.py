"""Sending a picture with a report, and taking it back."""

from contextlib import suppress

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services import record
from cameos.uploads.limits import SUFFIXES
from enforcement import tasks
from enforcement.limits import MOST_ATTACHMENTS
from enforcement.models import Case, Report, ReportAttachment
from enforcement.services.snapshots import REPORTED
from enforcement.states import UNDECIDED, ReportState
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode, NotFound, StaleState
from lib.outbox.services import enqueue
from lib.signed_media import NOT_DONE, delete, new_key, placing

SENT, KEPT = f"{REPORTED}/sent", f"{REPORTED}/attached"
KEPT_MIME, KEPT_SUFFIX = "image/webp", ".webp"


def attach(*, report: Report, by: User, content: bytes) -> ReportAttachment:
    """Store the bytes for a worker to look at; nothing reads them here. `report` is one of `by`'s.

    A file whose row never came to be goes with the sweeper. Raises DomainError
    `unsupported_media_type`, `not_attachable`, `attachment_limit`; StaleState once it is decided,
    NotFound for who leaves.
    """
    mime = type_of(content)
    _room_for_one(report, Case.objects.all())  # so that what is refused is not even stored
    row = ReportAttachment(
        report=report,
        content_type=mime,
        upload_key=new_key(SENT, SUFFIXES[mime]),
        key=new_key(KEPT, KEPT_SUFFIX),
    )
    # Before anything is locked: a slow store holds up nobody who decides or reports.
    with placing(row.upload_key) as path:
        path.write_bytes(content)
    try:
        _insert(row, by)
    except DomainError:
        _drop(row.upload_key)
        raise
    return row


def _insert(row: ReportAttachment, by: User) -> None:
    with transaction.atomic():
        # Whoever deletes this account waits, or is seen here: a picture of nobody would stay.
        if User.objects.select_for_update(no_key=True).get(pk=by.pk).deleted_at is not None:
            raise NotFound
        _room_for_one(row.report, Case.objects.select_for_update(no_key=True))
        row.save(force_insert=True)
        _record("attached", row, by)
        enqueue(tasks.look_at_attachment, row.pk)


def detach(*, row: ReportAttachment, by: User) -> None:
    """Its sender takes it back. Raises the same StaleState."""
    with transaction.atomic():
        _still_open(row.report, Case.objects.select_for_update(no_key=True))
        _record("detached", row, by)
        ReportAttachment.objects.filter(pk=row.pk).delete()
    for key in (row.upload_key, row.key):
        _drop(key)


def _drop(key: str) -> None:
    """Where the store is away it goes with the sweeper."""
    with suppress(*NOT_DONE):
        delete(key)


def forget(row: ReportAttachment) -> None:
    """Files first, so that a row always knows what is left to delete. Safe to do again."""
    delete(row.upload_key)
    delete(row.key)
    row.delete()


def type_of(content: bytes) -> str:
    """By the first bytes, whatever was said of it. Raises DomainError `unsupported_media_type`."""
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    raise DomainError(ErrorCode.UNSUPPORTED_MEDIA_TYPE, _("Send a picture: JPEG, PNG or WebP."))


def _room_for_one(report: Report, cases: QuerySet[Case]) -> None:
    _still_open(report, cases)
    if report.attachments.count() >= MOST_ATTACHMENTS:
        said = _("There are as many pictures with this report as there may be.")
        raise DomainError(ErrorCode.ATTACHMENT_LIMIT, said)


def _still_open(report: Report, cases: QuerySet[Case]) -> None:
    """Where `cases` locks its case, each of several at once sees what the one before did."""
    if report.diverted:
        said = _(
            "Do not send pictures of it: having them can be a crime. Say in your words where it is "
            "and at what second. Our staff find it there."
        )
        raise DomainError(ErrorCode.NOT_ATTACHABLE, said)
    if report.case_id is None:
        raise StaleState
    case = cases.get(pk=report.case_id)
    received = Report.objects.filter(pk=report.pk, state=ReportState.RECEIVED)
    if case.state not in UNDECIDED or not received.exists():
        raise StaleState


def _record(what: str, row: ReportAttachment, by: User) -> None:
    record(
        f"enforcement.report.{what}",
        actor=Actor.person(by.pk),
        target=row.report.public_id,
        attachment=row.public_id,
    )
