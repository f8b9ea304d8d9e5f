from django.db.models import QuerySet

from accounts.models import User
from audit import registry
from audit.models import AuditEvent

# Who follows, blocks and mutes whom is nobody's business without a case: counts alone are shown.
NOBODYS = ("accounts.follow.", "accounts.block.", "accounts.mute.")
LOOKS = "audit.staff."
# What only some roles may read of people: the beginning of actions' names, and the right.
_restricted: dict[str, str] = {}


def restrict(prefix: str, right: str) -> None:
    """Rows of actions that begin so are shown to whoever has the right. The longest that fits an
    action counts."""
    _restricted[prefix] = right


def rows(person: User, viewer: User) -> QuerySet[AuditEvent]:
    """What was audited about them, as far as this member of staff may read it."""
    names = [name for name in registry.readable_by_staff() if _may(viewer, name)]
    return AuditEvent.objects.filter(target=person.public_id, action__in=names)


def told(row: AuditEvent) -> tuple[str, str, str]:
    """The action, its facts, its actor."""
    facts = ", ".join(f"{name}: {value}" for name, value in row.facts.items())
    return row.action, facts, row.actor


def _may(viewer: User, name: str) -> bool:
    if name.startswith((*NOBODYS, LOOKS)):
        return False
    fitting = [prefix for prefix in _restricted if name.startswith(prefix)]
    return not fitting or viewer.has_perm(_restricted[max(fitting, key=len)])
