"""Suspending, banning, limiting, and taking all of it back."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.events import SessionsEnded, StandingChanged
from accounts.models import Standing, User
from accounts.models.standings import SHUT_OUT
from accounts.services.sessions import forget_sessions
from audit.services import record
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode
from lib.events import publish
from lib.states import advance

LONGEST_REASON = 200


def standing_refusal(*, actor: User, person: User) -> DomainError | None:
    """Why `actor` may not change how `person` stands, or None."""
    # Only staff decide about people.
    if not (actor.is_staff and actor.is_active):
        return DomainError(ErrorCode.PERMISSION_DENIED, _("This is for staff."))
    # Nobody decides about themself.
    if actor.pk == person.pk:
        return DomainError(ErrorCode.NOT_ALLOWED_FOR_SELF, _("That is you."))
    # Staff are dealt with by a superuser.
    if person.is_staff and not actor.is_superuser:
        return DomainError(ErrorCode.PERMISSION_DENIED, _("This needs a superuser."))
    # A tombstone has no standing.
    if person.deleted_at is not None:
        return DomainError(ErrorCode.GONE, _("This account was deleted."))
    return None


def change_standing(*, person: User, to: Standing, actor: User, reason: str) -> User:
    """A member of staff changes how an account stands; effective with the next request.

    Raises DomainError; StaleState where it already stands so or somebody was faster.
    """
    if refusal := standing_refusal(actor=actor, person=person):
        raise refusal
    reason = reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise DomainError(ErrorCode.INVALID, _("Give a reason of 1 to 200 characters."))
    _move(person, to=to, actor=Actor.person(actor.pk), reason=reason)
    return person


def freeze(*, person: User, actor: Actor, reason: str) -> None:
    """Suspend by rule, for example once somebody is known to be under 13. Twice is once."""
    if person.standing not in SHUT_OUT:
        _move(person, to=Standing.SUSPENDED, actor=actor, reason=reason)


def _move(person: User, *, to: Standing, actor: Actor, reason: str) -> None:
    came_from = person.standing
    shut_out = to in SHUT_OUT
    with transaction.atomic():
        # Raising the epoch ends sessions that nobody listed, too.
        epoch = person.session_epoch + (1 if shut_out else 0)
        advance(person, to=to, actor=actor, reason=reason, session_epoch=epoch)
        record(
            "accounts.standing.changed",
            actor=actor,
            target=person.public_id,
            came_from=came_from.value,
            to=to.value,
        )
        publish(StandingChanged(user_id=person.pk, standing=to.value))
        if shut_out:
            forget_sessions(person=person)
            publish(SessionsEnded(user_id=person.pk))
