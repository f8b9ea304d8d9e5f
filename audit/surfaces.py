from audit.models import AuditEvent, Tombstone, TombstoneDocument
from lib.surfaces import Exempt

SAID = (
    Exempt(
        AuditEvent,
        ("action", "actor", "target", "facts"),
        "codes, ids and counts: no service hands words to the audit",
    ),
    Exempt(Tombstone, ("kind", "fact"), "codes and numbers"),
    Exempt(TombstoneDocument, ("document",), "ids, codes, times and a signature"),
)
