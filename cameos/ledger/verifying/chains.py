"""A chain by itself: every row says what was hashed, and hangs on the one before it."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from cameos.ledger import hashing
from cameos.ledger.facts import ConsentKind
from cameos.ledger.recording import body_of
from cameos.ledger.verifying.findings import Fault, Finding
from cameos.models import AnchoredHead, ConsentEntry, ConsentOpening
from lib.crypto.sealed import CannotOpen
from lib.ids import IdKind, encode


def chain_findings(cameo_id: UUID, *, anchored_by: datetime) -> tuple[int, list[Finding]]:
    """How many entries there are, and what is wrong. `anchored_by`: what is older must be under an
    anchor, so that a clock that stands still is found too."""
    cameo = encode(IdKind.CAMEO, cameo_id)
    entries = list(ConsentEntry.objects.filter(cameo_id=cameo_id).order_by("seq"))
    found = [
        *_links(cameo, entries),
        *_facts(cameo, cameo_id, entries),
        *_unanchored(cameo, cameo_id, entries, anchored_by),
    ]
    return len(entries), found


def _links(cameo: str, entries: list[ConsentEntry]) -> Iterator[Finding]:
    previous, seq = hashing.GENESIS, 0
    for entry in entries:
        for missing in range(seq + 1, entry.seq):
            yield Finding.in_chain(Fault.ENTRY_MISSING, cameo, missing)
        if entry.seq == seq + 1 and entry.previous_hash != previous:
            yield Finding.in_chain(Fault.LINK_BROKEN, cameo, entry.seq)
        if hashing.row_hash(entry.previous_hash, body_of(entry)) != entry.row_hash:
            yield Finding.in_chain(Fault.ENTRY_EDITED, cameo, entry.seq)
        previous, seq = entry.row_hash, entry.seq


def _facts(cameo: str, cameo_id: UUID, entries: list[ConsentEntry]) -> Iterator[Finding]:
    """Facts may be gone from before an erasure, and only from there."""
    openings = {
        one.pk: one for one in ConsentOpening.objects.filter(cameo_id=cameo_id).defer("fact")
    }
    erased = max((e.seq for e in entries if e.kind == ConsentKind.ERASED), default=0)
    for entry in entries:
        opening = openings.pop(entry.pk, None)
        if opening is None:
            if entry.seq >= erased:
                yield Finding.in_chain(Fault.FACT_MISSING, cameo, entry.seq)
        elif not _opens(entry, opening):
            yield Finding.in_chain(Fault.FACT_EDITED, cameo, entry.seq)
    for stray in openings:
        yield Finding(Fault.FACT_STRAY, f"{cameo}/{encode(IdKind.RECEIPT, stray)}")


def _opens(entry: ConsentEntry, opening: ConsentOpening) -> bool:
    try:
        return hashing.commitment(bytes(opening.salt), opening.fact) == entry.commitment
    except (CannotOpen, ValueError, TypeError):
        return False


def _unanchored(
    cameo: str, cameo_id: UUID, entries: list[ConsentEntry], anchored_by: datetime
) -> Iterator[Finding]:
    newest = AnchoredHead.objects.filter(cameo_id=cameo_id).order_by("-seq").first()
    reached = newest.seq if newest else 0
    for entry in entries:
        if entry.seq > reached and entry.at < anchored_by:
            yield Finding.in_chain(Fault.NOT_ANCHORED, cameo, entry.seq)
