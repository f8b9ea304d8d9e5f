"""What a decision of enforcement closes to somebody, and opens again: one row for each cause."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import (
    CLOSES,
    STANDINGS,
    Feature,
    PersonHold,
    PersonHoldKind,
    StandingReason,
    User,
)
from accounts.services.standing import locked, settle
from audit.services import record
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode
from lib.sanctions import LIVE, lift, put


def hold_person(
    *,
    person_id: UUID,
    kind: PersonHoldKind,
    cause: str,
    actor: Actor,
    approved_by: UUID | None = None,
    told: bool = True,
) -> bool:
    """From now on, until the same cause lifts it. Returns False for a deleted account, of which
    nothing is left to close. Who is held decided nothing here: the caller has judged that. `told`:
    whether they may hear of it; of child safety they do not.

    Raises DomainError `second_approval_required` for a protected account without `approved_by`,
    who is not `actor`.
    """
    with transaction.atomic():
        person = locked(person_id)
        if person.deleted_at is not None:
            return False
        _refuse_alone(person, actor, approved_by)
        if put(PersonHold, cause=cause, person=person, kind=kind):
            settle(person, actor=actor, reason=StandingReason.DECISION, told=told)
            _record("begun", person, kind, actor, told=told)
    return True


def lift_person(
    *, person_id: UUID, kind: PersonHoldKind, cause: str, actor: Actor, told: bool = True
) -> None:
    """What this cause closed is open again, unless another closes it too. Safe to do again."""
    with transaction.atomic():
        person = locked(person_id)
        if lift(PersonHold, cause=cause, person=person, kind=kind):
            settle(person, actor=actor, reason=StandingReason.DECISION_ENDED, told=told)
            _record("ended", person, kind, actor, told=told)


def feature_refusal(person: User, feature: Feature) -> DomainError | None:
    """Why `person` may not use `feature` now, or None."""
    # A decision of enforcement closed it to them, for a time or for good.
    if PersonHold.objects.filter(LIVE, person=person, kind=CLOSES[feature]).exists():
        return DomainError(
            ErrorCode.STANDING_LIMITED, _("Your account is limited: it cannot do this.")
        )
    return None


def _refuse_alone(person: User, actor: Actor, approved_by: UUID | None) -> None:
    if not person.is_protected:
        return
    if approved_by is None or Actor.person(approved_by) == actor:
        raise DomainError(
            ErrorCode.SECOND_APPROVAL_REQUIRED,
            _("This account is protected: a second member of staff must approve."),
        )


def _record(what: str, person: User, kind: PersonHoldKind, actor: Actor, *, told: bool) -> None:
    """A standing has a row of its own."""
    if kind not in STANDINGS:
        record(
            f"accounts.feature_limit.{what}",
            actor=actor,
            target=person.public_id,
            kind=kind,
            sealed=not told,
        )
