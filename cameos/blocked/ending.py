"""Every way in which a protection ends owes the destruction of key, template and portraits."""

from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.services import record
from cameos import tasks
from cameos.blocked.permitting import WITHDRAW, authorise
from cameos.blocked.states import OVER, BlockedProblem, BlockedState
from cameos.models import BlockedLikeness
from lib.actors import Actor
from lib.outbox.services import enqueue
from lib.states import advance


class AskedBy(StrEnum):
    """Who takes a release back: each alone may, of a minor too."""

    PERSON = "the person"
    REPRESENTATIVE = "whoever released it"


def withdraw(*, likeness: BlockedLikeness, asked_by: AskedBy, by: User) -> BlockedLikeness:
    """Ends it now; one member of staff is enough, and the switch is not asked. Said twice, nothing
    changes. Raises DomainError `permission_denied`."""
    authorise(by, WITHDRAW)
    with transaction.atomic():
        row = BlockedLikeness.objects.select_for_update(no_key=True).get(pk=likeness.pk)
        if row.state in OVER:
            return row
        reason = f"taken back by {asked_by.value}"
        finish(row, BlockedState.WITHDRAWN, actor=Actor.person(by.pk), reason=reason)
    return row


def finish(
    row: BlockedLikeness,
    to: BlockedState,
    *,
    actor: Actor,
    reason: str,
    problem: BlockedProblem | None = None,
) -> None:
    """In the caller's transaction. Raises StaleState."""
    why = problem.value if problem else ""
    advance(row, to=to, actor=actor, reason=reason, ended_at=timezone.now(), problem=why)
    record(f"cameos.blocked.{to.value}", actor=actor, target=row.public_id, problem=why)
    enqueue(tasks.erase_blocked, row.pk)
