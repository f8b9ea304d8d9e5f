"""Protected accounts: what staff decide about their standing, sessions and protection holds only
when a second of them approved (A17). What is found of an age acts at once for all (law 3); what
else does, a post that is taken down among it, stands with its reason in config/staff.py."""

from django.utils.translation import gettext as _

from accounts.models import HeldDecision, HeldState, User
from lib.errors import DomainError, ErrorCode


def refuse_unapproved(person: User, approval: HeldDecision | None) -> None:
    """Where `person` is protected: raises DomainError `second_approval_required` unless `approval`
    is one of theirs that was given."""
    if not person.is_protected:
        return
    given = approval is not None and approval.person_id == person.pk
    if not (given and approval is not None and approval.state == HeldState.APPROVED):
        raise DomainError(
            ErrorCode.SECOND_APPROVAL_REQUIRED,
            _("This account is protected: a second member of staff must approve."),
        )
