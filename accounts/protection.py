"""What staff decide about an account and one of them does not decide alone: of protected accounts
their standing, sessions and protection (A17), of all accounts bans and long suspensions (E19). What
is found of an age acts at once for all (law 3); what else does, a post that is taken down among it,
stands with its reason in config/staff.py."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import (
    HeldDecision,
    HeldState,
    PersonHold,
    PersonHoldKind,
    Standing,
    User,
)
from lib.errors import DomainError, ErrorCode
from lib.sanctions import DESK, LIVE

# How long what one of staff decides shuts out, as in enforcement (LONG_SUSPENSION), before it ends
# by itself; and in how long a time that is done once. Ours.
ALONE_LASTS = timedelta(days=30)
ALONE_AGAIN = timedelta(days=60)


def takes_two(person: User, to: Standing) -> bool:
    """Whether a second of staff must approve that `person` stands so from now on."""
    if person.is_protected or to == Standing.BANNED:
        return True
    desk = PersonHold.objects.filter(person=person, cause=DESK)
    # What two put on is lifted by two.
    lasting = Q(kind=PersonHoldKind.BANNED) | Q(kind=PersonHoldKind.SUSPENDED, until=None)
    if desk.filter(LIVE, lasting).exists():
        return True
    # A short one after another is a long one.
    since = timezone.now() - ALONE_AGAIN
    before = desk.filter(kind=PersonHoldKind.SUSPENDED, since__gt=since)
    return to == Standing.SUSPENDED and before.exists()


def is_approved(person: User, approval: HeldDecision | None) -> bool:
    """Whether `approval` is one about `person` that was given."""
    given = approval is not None and approval.person_id == person.pk
    return given and approval is not None and approval.state == HeldState.APPROVED


def refuse_alone(person: User, to: Standing, approval: HeldDecision | None) -> None:
    """Raises DomainError `second_approval_required` where that takes two and has one."""
    refuse_unapproved(person, approval)
    if takes_two(person, to) and not is_approved(person, approval):
        raise DomainError(
            ErrorCode.SECOND_APPROVAL_REQUIRED,
            _("This takes two: a second member of staff must approve."),
        )


def refuse_unapproved(person: User, approval: HeldDecision | None) -> None:
    """Where `person` is protected: raises DomainError `second_approval_required` unless `approval`
    is one of theirs that was given."""
    if person.is_protected and not is_approved(person, approval):
        raise DomainError(
            ErrorCode.SECOND_APPROVAL_REQUIRED,
            _("This account is protected: a second member of staff must approve."),
        )
