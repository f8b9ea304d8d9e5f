"""Making an archive: leased, in one go, started over where its worker died.

Two phases of reading: the records of each table, then the files one by one. Neither holds a
transaction: an archive is what its person would have read in the app within these minutes. Each
attempt writes under a key of its own; only the one that still holds the row makes it the archive.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.events import ExportReady
from accounts.models import Export, ExportState, User
from accounts.models.exports import FETCHED_FOR
from accounts.services.export_lease import Beat, Lost, claim, held, put_back
from accounts.services.exports import KEEPER, end
from audit.services import record
from lib import exporting
from lib.archives import MANIFEST, SIGNATURE, ArchiveWriter
from lib.archives.manifest import Entry, document
from lib.archives.page import Section, page
from lib.archives.writing import as_json, digest_of
from lib.crypto import ed25519
from lib.events import publish
from lib.exporting import StoredFile
from lib.outbox.services import enqueue
from lib.signed_media import NOT_DONE, StorageDamaged, code_of, delete, placing, reading
from lib.states import advance

log = structlog.get_logger(__name__)

RING = "export keyring"


def build(export_id: UUID) -> None:
    """Make it, if it still waits and nobody else is at it. Safe to do at any time and again."""
    row = claim(export_id)
    if row is None:
        return
    try:
        _make(row)
    except Lost:
        _discard(row)
    except Exception as error:  # noqa: BLE001 - whatever it was, the row says so and is tried again
        log.error("export_failed", export=str(row.pk), error=type(error).__name__)
        code = code_of(error) if isinstance(error, OSError) else None
        _discard(row)
        put_back(row, code.value if code else "internal")


def _make(row: Export) -> None:
    at, beat = timezone.now(), Beat(row)
    person = User.objects.get(pk=row.person_id)
    with beat.meanwhile(), placing(row.storage_key) as path:
        with ArchiveWriter(path, at=at, beat=beat) as archive:
            inside = _fill(archive, row=row, person=person, beat=beat)
            signer_key = _sign(archive, row=row, person=person)
        sha256, size = digest_of(path)
        beat.now()
    _finish(row, files=inside, sha256=sha256, bytes=size, signer_key=signer_key)


def _fill(archive: ArchiveWriter, *, row: Export, person: User, beat: Beat) -> list[str]:
    """All parts, the signature last. Returns the paths of the store's files inside."""
    walkers, files = exporting.walkers(), list(exporting.files_of(person))
    beat.parts = len(walkers) + len(files) + 1
    sections = []
    for walker in walkers:
        path = f"data/{walker.name}.jsonl"
        section = Section(walker.name, walker.about, path)
        archive.lines(path, walker.records(person), section.see)
        sections.append(section)
        beat.part()
    inside, missing = _copy_files(archive, files, beat)
    facts = {
        "made for": person.handle,
        "made at": f"{archive.at:%Y-%m-%d %H:%M} UTC",
        "archive": row.public_id,
    }
    reasons = [reason for _, reason in exporting.omissions()]
    archive.text("schema.json", _schema(sections))
    archive.text(
        "index.html",
        page(sections, inside, facts=facts, missing=missing, left_out=dict.fromkeys(reasons)),
    )
    archive.missing = missing
    return [entry.path for entry in inside]


def _copy_files(
    archive: ArchiveWriter, files: list[StoredFile], beat: Beat
) -> tuple[list[Entry], list[str]]:
    """Entries, and the paths of what was deleted or taken away while the archive was made, or
    is not any more what was put there."""
    inside, missing = [], []
    for one in files:
        try:
            with reading(one.storage_key, sha256=one.sha256) as path, path.open("rb") as source:
                inside.append(archive.copy(one.path, source))
        except (FileNotFoundError, StorageDamaged):
            missing.append(one.path)
        beat.part()
    return inside, missing


def _schema(sections: list[Section]) -> bytes:
    tables = [
        {
            "file": one.path,
            "about": one.about,
            "records": one.count,
            "fields": sorted(one.fields),
        }
        for one in sections
    ]
    left_out = [
        {"table": model.__name__, "because": reason} for model, reason in exporting.omissions()
    ]
    return as_json({"tables": tables, "left_out": left_out})


def _sign(archive: ArchiveWriter, *, row: Export, person: User) -> str:
    """Returns the public key in hexadecimal."""
    provider: Callable[[], str] = settings.EXPORT_KEYS_PROVIDER
    newest = next(iter(ed25519.own_keys(provider=provider, name=RING)))
    manifest = document(
        archive.entries,
        export=row.public_id,
        person=person.public_id,
        created_at=archive.at,
        missing=archive.missing,
        key_id=newest,
    )
    signed = ed25519.sign(manifest, provider=provider, name=RING)
    archive.text(MANIFEST, manifest)
    archive.text(SIGNATURE, signed.value)
    return signed.public_key.public_bytes_raw().hex()


def _finish(row: Export, *, files: list[str], **made: Any) -> None:
    """It lies there whole: now it is the archive, if it is still wanted and nothing in it was taken
    back meanwhile. Raises Lost."""
    from accounts.tasks import mail_about_export  # which imports services

    now = timezone.now()
    with transaction.atomic():
        mine = held(row).select_related("person").select_for_update(of=("self",)).first()
        if mine is None:
            raise Lost
        if not mine.person.is_active or exporting.is_taken_back(mine.person, files):
            end(mine, actor=KEEPER, reason="something in it was taken back")
            return
        advance(
            *(mine,), to=ExportState.READY, actor=KEEPER, reason="made", files=files, **made,
            ready_at=now, ends_at=now + FETCHED_FOR, leased_until=None, error_code="",
            parts_done=F("parts_total"),
        )  # fmt: skip
        record(
            "accounts.export.ready",
            actor=KEEPER,
            target=mine.person.public_id,
            export=mine.public_id,
            bytes=made["bytes"],
        )
        publish(ExportReady(user_id=mine.person_id, export_id=mine.pk))
        enqueue(mail_about_export, mine.pk)


def _discard(row: Export) -> None:
    """What this attempt may have put there. Its key stands in `left` already or comes there, so a
    store that is away is asked again."""
    try:
        delete(row.storage_key)
    except NOT_DONE as error:
        log.warning("export_left_to_the_sweeper", export=str(row.pk), error=type(error).__name__)
