"""Chains against what stands outside the database, where no writer of the database reaches."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery

from cameos.ledger import hashing
from cameos.ledger.signing import PublicKeys, fault_of
from cameos.ledger.verifying.findings import Fault, Finding
from cameos.models import AnchoredHead, ConsentAnchor, ConsentEntry
from lib.anchoring.base import AnchorStore
from lib.ids import IdKind, encode


def anchor_findings(
    kept: AnchorStore, *, trusted: PublicKeys, at_least: int, only: UUID | None
) -> tuple[int, list[Finding]]:
    """How many documents were looked at, and what is wrong. `at_least`: the number of the newest
    line in the log, for whoever fears that database and store were both cut. `only`: one cameo."""
    known = set(ConsentAnchor.objects.values_list("number", flat=True))
    there = set(kept.numbers())
    highest = max((at_least, *known, *there), default=0)
    found: list[Finding] = []
    previous: str | None = hashing.GENESIS
    for number in range(1, highest + 1):
        document = kept.get(number) if number in there else None
        if document is None:
            found.append(Finding.in_anchor(Fault.ANCHOR_MISSING, number))
            previous = None  # nothing to hang the next one on
            continue
        found += _one(number, document, previous, trusted=trusted, only=only)
        previous = hashing.digest(document)
    return len(there), found


def _one(
    number: int, document: bytes, previous: str | None, *, trusted: PublicKeys, only: UUID | None
) -> Iterator[Finding]:
    try:
        read = hashing.parsed(document)
        statement, heads = read["statement"], read["heads"]
        sound = _sound(number, statement, heads, previous)
    except (ValueError, KeyError, TypeError, AttributeError):
        yield Finding.in_anchor(Fault.ANCHOR_EDITED, number)
        return
    if not sound:
        yield Finding.in_anchor(Fault.ANCHOR_EDITED, number)
    if fault := fault_of(statement, read.get("signature"), trusted=trusted):
        yield Finding.in_anchor(Fault(fault.value), number)
    if not ConsentAnchor.objects.filter(number=number, document=document.decode()).exists():
        yield Finding.in_anchor(Fault.ANCHOR_UNKNOWN, number)
    yield from _heads(number, heads, only)


def _sound(
    number: int, statement: dict[str, Any], heads: list[dict[str, Any]], previous: str | None
) -> bool:
    root = hashing.root_of([hashing.leaf_hash(head) for head in heads])
    fits = statement["number"] == number and statement["count"] == len(heads)
    hangs = previous is None or statement["previous"] == previous
    return bool(fits and hangs and statement["root"] == root)


def _heads(number: int, heads: list[dict[str, Any]], only: UUID | None) -> Iterator[Finding]:
    entry = ConsentEntry.objects.filter(cameo_id=OuterRef("cameo_id"), seq=OuterRef("seq"))
    rows = AnchoredHead.objects.filter(anchor_id=number)
    named = {row.place: row for row in rows.annotate(now=Subquery(entry.values("row_hash")))}
    for place, head in enumerate(heads):
        row = named.get(place)
        if row is None or not _is_of(row, head):
            yield Finding.in_anchor(Fault.HEAD_UNKNOWN, number, place)
        elif only in (None, row.cameo_id) and row.now != head["head"]:
            fault = Fault.CHAIN_RECOMPUTED if row.now else Fault.TAIL_MISSING
            yield Finding.in_chain(fault, encode(IdKind.CAMEO, row.cameo_id), row.seq)


def _is_of(row: AnchoredHead, head: dict[str, Any]) -> bool:
    label = hashing.chain_label(bytes(row.salt), encode(IdKind.CAMEO, row.cameo_id))
    return bool(label == head["chain"] and row.seq == head["seq"])
