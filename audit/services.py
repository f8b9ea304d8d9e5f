from audit import registry
from audit.models import AuditEvent
from lib.actors import Actor

Fact = str | int | bool | None
SEALED = "sealed"


def record(action: str, *, actor: Actor, target: str, **facts: Fact) -> AuditEvent:
    """Write one audit row, in the caller's transaction.

    `action` must be registered (else UnknownAction); `target` is a public id; `facts` are ids,
    codes, counts and flags, never words that a person wrote. `sealed`: it tells of something that
    only a role of its own may know; a rule of `audit.hiding` says which, and no archive holds it.
    """
    registry.get(action)
    if not facts.get(SEALED, True):
        del facts[SEALED]
    return AuditEvent.objects.create(action=action, actor=str(actor), target=target, facts=facts)
