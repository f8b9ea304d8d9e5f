"""Suspending, banning, limiting, and taking all of it back."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.events import SessionsEnded, StandingChanged, StandingDecided
from accounts.models import (
    BY_RULE,
    STANDINGS,
    AgeBand,
    HeldDecision,
    PersonHold,
    PersonHoldKind,
    Right,
    Standing,
    StandingReason,
    User,
)
from accounts.models.standings import SEVERITY, SHUT_OUT, STAFF_REASONS
from accounts.protection import ALONE_LASTS, is_approved, refuse_alone
from accounts.services.decision_mails import Decided
from accounts.services.sessions import forget_sessions
from audit.services import record
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode, StaleState
from lib.events import publish
from lib.outbox.services import enqueue
from lib.repairs import repair_each
from lib.sanctions import DESK, LIVE, put
from lib.states import advance

CLOCK = Actor.system("clock")


def standing_refusal(
    *, actor: User, person: User, right: str = Right.CHANGE_STANDING
) -> DomainError | None:
    """Why `actor` may not decide that about `person` which `right` is for, or None."""
    # Only staff decide about people.
    if not (actor.is_staff and actor.stands):
        return DomainError(ErrorCode.PERMISSION_DENIED, _("This is for staff."))
    # What a role does not decide is another's.
    if not actor.has_perm(right):
        return DomainError(ErrorCode.PERMISSION_DENIED, _("Your role does not decide this."))
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


def change_standing(
    *,
    person: User,
    to: Standing,
    actor: User,
    reason: StandingReason,
    approval: HeldDecision | None = None,
) -> User:
    """A member of staff changes how an account stands; effective with the next request. Its owner
    is told, in the app and by mail. What one of them decides shuts out for ALONE_LASTS at most.

    Raises DomainError, `second_approval_required` for a protected account and whatever else takes
    two (`takes_two`), `held_by_decision` where a decision of enforcement holds it more strictly;
    StaleState where it already stands so or somebody was faster. `person` shows the new standing
    afterwards.
    """
    from accounts.tasks import mail_about_decision  # which imports services

    if reason not in STAFF_REASONS:
        raise DomainError(ErrorCode.INVALID, _("Choose one of the reasons."), attr="reason")
    with transaction.atomic():
        held = locked(person.pk)
        decider = User.objects.get(pk=actor.pk)
        if refusal := standing_refusal(actor=decider, person=held):
            raise refusal
        if held.standing != person.standing:
            raise StaleState
        refuse_alone(held, to, approval)
        if to not in SHUT_OUT and held.age_band == AgeBand.UNDER_13:
            raise DomainError(ErrorCode.UNDER_AGE, _("Record a document about their age first."))
        if to not in SHUT_OUT and held.consent_rescinded_at is not None:
            raise DomainError(
                ErrorCode.CONSENT_RESCINDED, _("A parent took the store's consent back.")
            )
        lasts = None if is_approved(held, approval) else ALONE_LASTS
        _decide(held, to, lasts)
        if held.standing != to:
            _move(held, to=to, actor=Actor.person(decider.pk), reason=reason)
        elif lasts is not None or to != Standing.SUSPENDED:
            raise StaleState  # two may take its end from a suspension
        publish(StandingDecided(user_id=held.pk, standing=to.value, reason=reason.value))
        enqueue(mail_about_decision, held.pk, Decided.STANDING.value)
    _show(person, held)
    return person


def freeze(*, person: User, actor: Actor, reason: StandingReason) -> None:
    """Suspend by rule, for example once somebody is known to be under 13. Twice is once."""
    with transaction.atomic():
        held = locked(person.pk)
        put(PersonHold, cause=f"rule:{reason.value}", person=held, kind=PersonHoldKind.SUSPENDED)
        settle(held, actor=actor, reason=reason)
    _show(person, held)


def thaw(*, person: User, actor: Actor) -> None:
    """End a freeze by rule once no cause of it is left; what staff decided, or a decision of
    enforcement says, stays (law 7). Without such a freeze it does nothing.
    """
    with transaction.atomic():
        held = locked(person.pk)
        if held.age_band != AgeBand.UNDER_13 and held.consent_rescinded_at is None:
            _end_freezes(held)
            settle(held, actor=actor, reason=StandingReason.CAUSE_ENDED)
    _show(person, held)


def locked(person_id: UUID) -> User:
    """The row as it is now, held until the transaction ends."""
    return User.objects.select_for_update().get(pk=person_id)


def settle(held: User, *, actor: Actor, reason: StandingReason, told: bool = True) -> None:
    """Bring how the account stands to what its live holds say. The caller holds the row; a
    tombstone stands as it stood. `told`: whether its owner may hear of what moved it."""
    to = strictest(held)
    if to != held.standing and held.deleted_at is None:
        _move(held, to=to, actor=actor, reason=reason, told=told)


def strictest(held: User) -> Standing:
    """What the live holds of an account come to."""
    kinds = PersonHold.objects.filter(LIVE, person=held).values_list("kind")
    standings = [Standing(kind) for (kind,) in kinds if kind in STANDINGS]
    return max(standings, key=SEVERITY.index, default=Standing.GOOD)


def end_desk_suspensions() -> int:
    """Those whose time is over; what else holds an account goes on. Returns how many."""
    over = PersonHold.objects.filter(
        LIVE, person=OuterRef("pk"), cause=DESK, until__lte=timezone.now()
    )
    people = User.objects.filter(Exists(over))
    return repair_each(people, _end_suspension, by="created_at")


def _end_suspension(held: User) -> None:
    from accounts.tasks import mail_about_decision  # which imports services

    # Where a freeze by rule had given way to it, and its cause is there still.
    frozen = {
        StandingReason.KNOWN_UNDER_13: held.age_band == AgeBand.UNDER_13,
        StandingReason.STORE_CONSENT: held.consent_rescinded_at is not None,
    }
    for cause in (one for one, there in frozen.items() if there):
        put(PersonHold, cause=f"rule:{cause.value}", person=held, kind=PersonHoldKind.SUSPENDED)
    stood, now = held.standing, timezone.now()
    PersonHold.objects.filter(LIVE, person=held, cause=DESK, until__lte=now).update(lifted_at=now)
    reason = StandingReason.DECISION_ENDED
    settle(held, actor=CLOCK, reason=reason)
    if held.standing != stood:
        publish(StandingDecided(user_id=held.pk, standing=held.standing.value, reason=reason.value))
        enqueue(mail_about_decision, held.pk, Decided.STANDING.value)


def _decide(held: User, to: Standing, lasts: timedelta | None) -> None:
    """What staff say at the desk takes the place of what they said before, and of freezes."""
    lifted = PersonHold.objects.filter(LIVE, person=held, cause=DESK, kind__in=STANDINGS)
    lifted.update(lifted_at=timezone.now())
    _end_freezes(held)
    left = strictest(held)
    if SEVERITY.index(to) < SEVERITY.index(left):
        raise DomainError(
            ErrorCode.HELD_BY_DECISION, _("A decision holds this account: that must be undone.")
        )
    # Where a decision says the same it ends with that decision.
    if to != left:
        until = timezone.now() + lasts if lasts and to == Standing.SUSPENDED else None
        put(PersonHold, cause=DESK, person=held, kind=PersonHoldKind(to.value), until=until)


def _end_freezes(held: User) -> None:
    frozen = PersonHold.objects.filter(LIVE, person=held, cause__in=BY_RULE)
    frozen.update(lifted_at=timezone.now())


def _show(person: User, held: User) -> None:
    person.state, person.session_epoch = held.state, held.session_epoch


def _move(
    held: User, *, to: Standing, actor: Actor, reason: StandingReason, told: bool = True
) -> None:
    came_from = held.standing
    shut_out = to in SHUT_OUT
    # Raising the epoch ends sessions that nobody listed, too.
    ended: dict[str, Any] = {"session_epoch": held.session_epoch + 1} if shut_out else {}
    advance(held, to=to, actor=actor, reason=reason.value, **ended)
    record(
        "accounts.standing.changed",
        actor=actor,
        target=held.public_id,
        came_from=came_from.value,
        to=to.value,
        reason=reason.value,
        sealed=not told,
    )
    publish(StandingChanged(user_id=held.pk, standing=to.value))
    if shut_out:
        forget_sessions(person=held)
        publish(SessionsEnded(user_id=held.pk))
