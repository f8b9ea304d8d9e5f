"""What took two to do to many cases, whoever planned it does not undo: neither as a whole nor one
decision after another (E35). They tell whoever approved it, or another lead."""

from django.utils.translation import gettext as _

from accounts.models import User
from enforcement.models import Batch, Decision
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode


def may_undo(batch: Batch, by: User) -> bool:
    """Whoever approved it, or a third does, alone; whoever planned and did it alone may, too."""
    return batch.approved_by is None or batch.asked_by != by.pk


def undone_by_others(decision: Decision | None, by: User | Actor) -> bool:
    """Whether it is one of many that `by` planned and somebody else approved."""
    if decision is None or not isinstance(by, User):
        return False
    batch = Batch.objects.filter(items__decision=decision).first()
    return batch is not None and not may_undo(batch, by)


def refuse_own_batch(old: Decision | None, by: User | Actor) -> None:
    """Raises DomainError `not_allowed_for_self` where `by` would take the place of such a one."""
    if undone_by_others(old, by):
        raise DomainError(
            ErrorCode.NOT_ALLOWED_FOR_SELF,
            _("You planned this batch and somebody else approved it: another must undo it."),
        )
