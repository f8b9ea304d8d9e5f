"""Tombstones go out as numbered documents, each signed and naming the hash of the one before.

First the rows are committed, then the document is put where it stays; whoever is killed between the
two leaves the newest one to the next run. A database that was put back from a copy finds a document
at the next number: it is behind, writes nothing and is not ready until they were replayed.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from django.conf import settings
from django.core import signing
from django.db import connection, transaction
from django.utils import timezone

from audit.models import Tombstone, TombstoneDocument
from lib.anchoring.base import AnchorStore
from lib.anchoring.choosing import chosen

log = structlog.get_logger(__name__)

PREFIX = "tombstones/"
GENESIS = "0" * 64
MOST = 5_000  # of one document: about a megabyte


class Behind(Exception):
    """There are tombstones outside of which this database does not know."""


def store() -> AnchorStore:
    """By settings."""
    return chosen(
        prefix=PREFIX,
        folder=settings.TOMBSTONE_DIR,
        bucket=settings.TOMBSTONE_BUCKET,
        days=settings.TOMBSTONE_DAYS,
        command=settings.TOMBSTONE_COMMAND,
    )


def write_tombstones() -> int:
    """Put out what is not out yet. How many documents; none where another worker is at it, or the
    store's slowness would take every worker. Raises Behind, AnchorStoreFailed, and AnchorTaken
    where somebody else wrote at this number."""
    made = 0
    with alone(waits=False) as is_mine:
        if not is_mine:
            return 0
        if newest := newest_document():
            store().put(newest.number, newest.document.encode())
        while document := _made():
            store().put(document.number, document.document.encode())
            log.info("tombstones_written", number=document.number)
            made += 1
    return made


def is_behind() -> bool:
    """Whether the next document stands outside already. One question to the store."""
    newest = newest_document()
    return store().get(newest.number + 1 if newest else 1) is not None


def newest_document() -> TombstoneDocument | None:
    """The last one of which this database knows."""
    return TombstoneDocument.objects.order_by("-number").first()


def hash_of(document: str) -> str:
    """By which the next one names it."""
    return hashlib.sha256(document.encode()).hexdigest()


def signer() -> signing.Signer:
    """Whoever may write to the store cannot have people erased: the key stands elsewhere."""
    return signing.Signer(salt="audit.tombstones")


@contextmanager
def alone(*, waits: bool = True) -> Iterator[bool]:
    """While this holds nobody writes or replays tombstones; False where somebody does and this does
    not wait. A lock of the connection and no transaction's, because rows are committed within."""
    if not _taken(waits=waits):
        yield False
        return
    try:
        yield True
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtext('tombstones'))")


def _taken(*, waits: bool) -> bool:
    with connection.cursor() as cursor:
        if waits:
            cursor.execute("SELECT pg_advisory_lock(hashtext('tombstones'))")
            return True
        cursor.execute("SELECT pg_try_advisory_lock(hashtext('tombstones'))")
        return bool(cursor.fetchone()[0])


def _made() -> TombstoneDocument | None:
    with transaction.atomic():
        rows = list(Tombstone.objects.filter(document=None).order_by("pk")[:MOST])
        if not rows:
            return None
        newest = newest_document()
        number = newest.number + 1 if newest else 1
        if store().get(number) is not None:
            raise Behind(number)
        said = {
            "number": number,
            "at": timezone.now().isoformat(),
            "previous": hash_of(newest.document) if newest else GENESIS,
            "tombstones": [
                {
                    "kind": row.kind,
                    "subject": str(row.subject_id),
                    "fact": row.fact,
                    "at": row.at.isoformat(),
                }
                for row in rows
            ],
        }
        text = json.dumps(said, sort_keys=True, separators=(",", ":"))
        made = TombstoneDocument.objects.create(number=number, document=signer().sign(text))
        Tombstone.objects.filter(pk__in=[row.pk for row in rows]).update(document=made)
    return made
