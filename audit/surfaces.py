from audit.models import AuditEvent
from lib.surfaces import Exempt

SAID = (
    Exempt(
        AuditEvent,
        ("action", "actor", "target", "facts"),
        "codes, ids and counts: no service hands words to the audit",
    ),
)
