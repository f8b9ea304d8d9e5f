"""How long this room keeps what it holds of people."""

from audit.models import AuditEvent
from lib.retention import Fate, Rule
from lib.states import Transition

RULES = (
    Rule(
        AuditEvent,
        Fate.COMMITMENT,
        "Ids, codes and counts, append-only: no service hands words to the audit.",
        ("actor", "target", "facts"),
    ),
    # Of every life cycle in every room.
    Rule(
        Transition,
        Fate.COMMITMENT,
        "Ids and codes, append-only: who moved what from which state to which.",
        ("actor",),
    ),
)
