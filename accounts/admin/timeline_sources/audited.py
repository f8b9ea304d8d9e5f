from django.db.models import QuerySet

from accounts.models import User
from audit import registry
from audit.hiding import readable
from audit.models import AuditEvent

LOOKS = "audit.staff."  # of these the timeline has a kind of its own


def rows(person: User, viewer: User) -> QuerySet[AuditEvent]:
    """What was audited about them, as far as this member of staff may read it; without what is
    nobody's business without a case."""
    every = registry.readable_by(viewer.has_perm)
    names = [name for name in every if not name.startswith(LOOKS)]
    about = AuditEvent.objects.filter(target=person.public_id, action__in=names)
    return readable(about, viewer)


def told(row: AuditEvent) -> tuple[str, str, str]:
    """The action, its facts, its actor."""
    facts = ", ".join(f"{name}: {value}" for name, value in row.facts.items())
    return row.action, facts, row.actor
