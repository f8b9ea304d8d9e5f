"""Every few minutes all heads that changed are signed and kept outside the database.

First the rows are committed, then the document is put where it stays. Who is killed between the two
leaves the newest anchor unpublished, and the next run publishes just what was signed.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from cameos.ledger import hashing
from cameos.ledger.anchoring import store
from cameos.ledger.signing import sign
from cameos.models import AnchoredHead, ConsentAnchor, ConsentEntry
from lib.anchoring.base import AnchorTaken
from lib.ids import IdKind, encode

log = structlog.get_logger(__name__)

MOST = 20_000  # heads of one anchor: a document of about 4 MB
# How long after its time an entry may be committed and still be seen; no transaction takes as long.
LATE = timedelta(hours=1)


def anchor_heads() -> int:
    """Anchor all that changed since. Returns how many anchors were made."""
    made = 0
    with alone():
        _publish_newest()
        while anchor := _made():
            _publish(anchor)
            made += 1
    return made


@contextmanager
def alone() -> Iterator[None]:
    """While this holds nobody makes an anchor: what the database knows of is published too.

    A lock of the connection and no transaction's, because the rows are committed within.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('consent anchors'))")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtext('consent anchors'))")


def _publish_newest() -> None:
    # Older ones were published before the next was made: one that is missing was removed, and
    # stays missing for `verify_ledger` to find.
    if newest := ConsentAnchor.objects.order_by("-number").first():
        _put(newest)


def _made() -> ConsentAnchor | None:
    with transaction.atomic():
        newest = ConsentAnchor.objects.order_by("-number").first()
        entries = _changed(newest.at - LATE if newest else None)
        if not entries:
            return None
        number = newest.number + 1 if newest else 1
        salts = [os.urandom(hashing.SALT_BYTES) for _ in entries]
        heads = [_head(entry, salt) for entry, salt in zip(entries, salts, strict=True)]
        at = timezone.now()
        document = hashing.canonical(_document(number, at, newest, heads)).decode()
        anchor = ConsentAnchor.objects.create(number=number, at=at, document=document)
        AnchoredHead.objects.bulk_create(
            AnchoredHead(anchor=anchor, place=n, cameo_id=e.cameo_id, seq=e.seq, salt=salt)
            for n, (e, salt) in enumerate(zip(entries, salts, strict=True))
        )
    return anchor


def _changed(since: datetime | None) -> Sequence[ConsentEntry]:
    recent = ConsentEntry.objects.filter(at__gte=since) if since else ConsentEntry.objects.all()
    newest = recent.order_by("cameo_id", "-seq").distinct("cameo_id")
    anchored = AnchoredHead.objects.filter(cameo_id=OuterRef("cameo_id"), seq=OuterRef("seq"))
    rows = ConsentEntry.objects.filter(pk__in=newest.values("pk")).exclude(Exists(anchored))
    # By hash: the order tells nothing of which chains are older.
    return list(rows.order_by("row_hash")[:MOST])


def _head(entry: ConsentEntry, salt: bytes) -> dict[str, Any]:
    cameo = encode(IdKind.CAMEO, entry.cameo_id)
    label = hashing.chain_label(salt, cameo)
    return {"chain": label, "seq": entry.seq, "head": entry.row_hash}


def _document(
    number: int, at: datetime, before: ConsentAnchor | None, heads: list[dict[str, Any]]
) -> dict[str, Any]:
    previous = hashing.digest(before.document.encode()) if before else hashing.GENESIS
    statement = {
        "number": number,
        "at": hashing.timestamp(at),
        "count": len(heads),
        "root": hashing.root_of([hashing.leaf_hash(head) for head in heads]),
        "previous": previous,
    }
    return {"statement": statement, "signature": sign(statement), "heads": heads}


def _publish(anchor: ConsentAnchor) -> None:
    document = _put(anchor)
    # The second place outside the database: whoever keeps logs can say how many there must be.
    statement = hashing.parsed(document)["statement"]
    log.info(
        "consent_anchored",
        number=anchor.number,
        root=statement["root"],
        count=statement["count"],
        document=hashing.digest(document),
    )


def _put(anchor: ConsentAnchor) -> bytes:
    """Raises AnchorTaken: no anchor is made from here on until somebody looked who put it there."""
    document = anchor.document.encode()
    try:
        store().put(anchor.number, document)
    except AnchorTaken:
        log.error("consent_anchor_taken", number=anchor.number)
        raise
    return document
