"""Staff change how an account stands, two of them where it takes two."""

from accounts.models import HeldVerb, Standing, StandingReason, User
from accounts.services import standing
from accounts.services.second_approval import approve, propose
from lib.errors import DomainError, ErrorCode
from tests import cast


def change_standing(
    *,
    person: User,
    to: Standing,
    actor: User,
    reason: StandingReason,
    asker: User | None = None,
) -> None:
    """As the service of that name; `actor` approves what `asker`, or some colleague, asked for,
    where it takes two. `person` shows the new standing afterwards."""
    try:
        standing.change_standing(person=person, to=to, actor=actor, reason=reason)
    except DomainError as refused:
        if refused.code != ErrorCode.SECOND_APPROVAL_REQUIRED:
            raise
        held = propose(
            person=person,
            verb=HeldVerb.STANDING,
            actor=asker or cast.moderator(),
            reason=reason.value,
            to=to.value,
        )
        approve(decision=held, actor=actor)
        now = User.objects.get(pk=person.pk)
        person.state, person.session_epoch = now.state, now.session_epoch
