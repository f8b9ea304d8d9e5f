"""How long this room keeps what it holds of people."""

from audit.models import AuditEvent, Tombstone, TombstoneDocument
from lib.retention import Fate, Rule
from lib.states import Transition

RULES = (
    Rule(
        AuditEvent,
        Fate.COMMITMENT,
        "Ids, codes and counts, append-only: no service hands words to the audit.",
        ("actor", "target", "facts"),
    ),
    Rule(
        Tombstone,
        Fate.COMMITMENT,
        "Ids of what was erased, so that no copy of the database brings it back.",
        ("subject_id",),
    ),
    Rule(
        TombstoneDocument,
        Fate.COMMITMENT,
        "The same ids as they stand outside of the database, signed.",
        ("document",),
    ),
    # Of every life cycle in every room.
    Rule(
        Transition,
        Fate.COMMITMENT,
        "Ids and codes, append-only: who moved what from which state to which.",
        ("actor",),
    ),
)
