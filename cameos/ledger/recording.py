"""The one door to the ledger: entries are added, in the transaction of what they speak of."""

import os
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from audit.tombstones.leaving import leave_tombstone
from cameos.ledger import hashing
from cameos.ledger.facts import ConsentFact, ConsentKind
from cameos.models import ConsentEntry, ConsentOpening
from lib.actors import Actor
from lib.advisory import hold_name
from lib.ids import IdKind, encode

# Of these a copy of the database from before would still permit more than its owner does now.
NARROWS = frozenset(
    {
        *(ConsentKind.PERMISSION_SET, ConsentKind.GRANT_TAKEN_BACK, ConsentKind.PAUSED),
        *(ConsentKind.RESTRICTIONS_CONFIRMED, ConsentKind.PROCESSOR_TAKEN_BACK),
    }
)


def record_consent(*, cameo_id: UUID, fact: ConsentFact, actor: Actor) -> ConsentEntry:
    """Add one entry to the chain of a cameo. Raises TransactionManagementError outside a
    transaction: a change and its entry come together or not at all."""
    return record_consents(cameo_id=cameo_id, facts=[fact], actor=actor)[0]


def record_consents(
    *, cameo_id: UUID, facts: Sequence[ConsentFact], actor: Actor
) -> list[ConsentEntry]:
    """Several at once, in this order.

    From here to its COMMIT the caller alone writes this chain. Whoever locks the cameo's row too
    does that first; whoever writes several chains calls `hold_chains` first.
    """
    hold_chains([cameo_id])
    last = ConsentEntry.objects.filter(cameo_id=cameo_id).order_by("-seq").first()
    previous, seq = (last.row_hash, last.seq) if last else (hashing.GENESIS, 0)
    entries: list[ConsentEntry] = []
    openings: list[ConsentOpening] = []
    for seq, fact in enumerate(facts, seq + 1):  # noqa: B020 - goes on from the last one
        entry, opening = _linked(cameo_id, seq, previous, fact, actor)
        entries.append(entry)
        openings.append(opening)
        previous = entry.row_hash
    ConsentEntry.objects.bulk_create(entries)
    ConsentOpening.objects.bulk_create(openings)
    if any(fact.kind in NARROWS for fact in facts):
        leave_tombstone("narrowed", cameo_id)
    return entries


def hold_chains(cameo_ids: Iterable[UUID]) -> None:
    """Become the one writer of these chains; always in one order, so nobody waits in a ring."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("consent is recorded with what it changes")
    for cameo_id in sorted(set(cameo_ids)):
        hold_name(f"consent:{cameo_id}")


def body_of(entry: ConsentEntry) -> str:
    """The hash of what the row says now."""
    return hashing.body_hash(
        cameo=encode(IdKind.CAMEO, entry.cameo_id),
        seq=entry.seq,
        kind=entry.kind,
        at=entry.at,
        actor=entry.actor,
        commitment=entry.commitment,
    )


def _linked(
    cameo_id: UUID, seq: int, previous: str, fact: ConsentFact, actor: Actor
) -> tuple[ConsentEntry, ConsentOpening]:
    salt, said = os.urandom(hashing.SALT_BYTES), fact.as_json()
    entry = ConsentEntry(
        cameo_id=cameo_id,
        seq=seq,
        kind=fact.kind,
        at=timezone.now(),
        actor=str(actor),
        commitment=hashing.commitment(salt, said),
        previous_hash=previous,
    )
    entry.row_hash = hashing.row_hash(previous, body_of(entry))
    return entry, ConsentOpening(entry_id=entry.pk, cameo_id=cameo_id, salt=salt, fact=said)
