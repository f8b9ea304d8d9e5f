from django.db.models import QuerySet

from accounts.admin.timeline_sources.audited import LOOKS, told
from accounts.models import User
from audit import registry
from audit.hiding import readable
from audit.models import AuditEvent

__all__ = ["rows", "told"]


def rows(person: User, viewer: User) -> QuerySet[AuditEvent]:
    """Who of staff looked at them, and why."""
    names = [name for name in registry.readable_by(viewer.has_perm) if name.startswith(LOOKS)]
    about = AuditEvent.objects.filter(target=person.public_id, action__in=names)
    return readable(about, viewer)
