"""After the database was put back from a copy: everything that was erased since goes again.

Document by document, each row by the service that erased it the first time. A document is known to
the database only once all of it was done again, so whoever is killed begins it anew.
"""

import json
from collections import Counter
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from django.core import signing
from django.db import transaction

from audit.models import Tombstone, TombstoneDocument
from audit.services import record
from audit.tombstones.leaving import Grave, digger_of, replaying
from audit.tombstones.writing import (
    GENESIS,
    alone,
    hash_of,
    newest_document,
    signer,
    store,
)
from lib.actors import Actor

log = structlog.get_logger(__name__)

REPLAY = Actor.system("tombstones")
PROBED = 100  # ours: numbers after the last one; each is a question to the store


class NotOurs(Exception):
    """A document that this house did not sign, or that does not follow the one before. The message
    says which and why; nothing of it was done."""


def replay_tombstones() -> Counter[str]:
    """Do again what stands outside and not inside. How many of each kind. Raises NotOurs, also
    where one is missing before others, and AnchorStoreFailed."""
    done: Counter[str] = Counter()
    with alone(), replaying():
        while found := _next():
            number, document, graves = found
            for kind, grave in graves:
                digger_of(kind)(grave)
                done[kind] += 1
            _know(number, document, graves)
        _require_no_gap()
    return done


def _require_no_gap() -> None:
    """A file that somebody lost must not hide what was written after it."""
    newest = newest_document()
    missing = newest.number + 1 if newest else 1
    for number in range(missing + 1, missing + 1 + PROBED):
        if store().get(number) is not None:
            raise NotOurs(f"{missing}: it is missing, and {number} is there")


def _next() -> tuple[int, str, list[tuple[str, Grave]]] | None:
    newest = newest_document()
    number = newest.number + 1 if newest else 1
    raw = store().get(number)
    if raw is None:
        return None
    said = _read(number, raw)
    if said.get("number") != number:
        raise NotOurs(f"{number}: it has another number")
    if said.get("previous") != (hash_of(newest.document) if newest else GENESIS):
        raise NotOurs(f"{number}: it does not follow the one before")
    graves = [
        (
            str(one["kind"]),
            Grave(UUID(one["subject"]), str(one["fact"]), datetime.fromisoformat(one["at"])),
        )
        for one in said["tombstones"]
    ]
    return number, raw.decode(), graves


def _read(number: int, raw: bytes) -> dict[str, Any]:
    try:
        said: dict[str, Any] = json.loads(signer().unsign(raw.decode()))
    except (signing.BadSignature, ValueError):
        raise NotOurs(f"{number}: this house did not sign it") from None
    return said


def _know(number: int, document: str, graves: list[tuple[str, Grave]]) -> None:
    with transaction.atomic():
        made = TombstoneDocument.objects.create(number=number, document=document)
        Tombstone.objects.bulk_create(
            Tombstone(
                kind=kind, subject_id=grave.subject, fact=grave.fact, at=grave.at, document=made
            )
            for kind, grave in graves
            if not _was_on_its_way(made, kind, grave)
        )
        record(
            "audit.tombstones.replayed", actor=REPLAY, target=f"document {number}",
            count=len(graves),
        )  # fmt: skip
    log.info("tombstones_replayed", number=number, count=len(graves))


def _was_on_its_way(made: TombstoneDocument, kind: str, grave: Grave) -> bool:
    """The copy was made between this row and its document. Written a second time it would stand
    behind what came after it: who returned since would be closed by the next replay."""
    mine = Tombstone.objects.filter(
        document=None, kind=kind, subject_id=grave.subject, fact=grave.fact, at=grave.at
    )
    return bool(mine.update(document=made))
