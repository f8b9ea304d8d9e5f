"""Whoever shut somebody out at the people desk does not judge alone whether it was right (E19)."""

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from accounts.models import (
    SHUTTING_OUT,
    HeldDecision,
    HeldState,
    HeldVerb,
    PersonHold,
    StandingTransition,
    User,
)
from accounts.models.standings import SHUT_OUT, STAFF_REASONS
from enforcement.models import Case
from enforcement.subjects.kinds import SubjectKind
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode
from lib.sanctions import DESK, LIVE


def without_own_looks(cases: "QuerySet[Case]", by: User) -> "QuerySet[Case]":
    """Without those about people whom `by` shut out at the desk, or asked a colleague to, while the
    desk shuts them out."""
    theirs = StandingTransition.objects.filter(
        subject_id=OuterRef("owner_id"),
        actor=str(Actor.person(by.pk)),
        reason__in=STAFF_REASONS,
        to_state__in=sorted(SHUT_OUT),
    )
    asked = HeldDecision.objects.filter(
        person_id=OuterRef("owner_id"),
        asked_by=by.pk,
        verb=HeldVerb.STANDING,
        state=HeldState.APPROVED,
        to__in=sorted(SHUT_OUT),
    )
    live = PersonHold.objects.filter(
        LIVE, person_id=OuterRef("owner_id"), cause=DESK, kind__in=SHUTTING_OUT
    )
    return cases.exclude(
        Exists(theirs) | Exists(asked), Exists(live), subject_kind=SubjectKind.PROFILE
    )


def refuse_own_look(case: Case | None, by: User | Actor) -> None:
    """Raises DomainError `permission_denied` where `by` shut out whom the case is about."""
    if case is None or not isinstance(by, User):
        return
    if not without_own_looks(Case.objects.filter(pk=case.pk), by).exists():
        raise DomainError(
            ErrorCode.PERMISSION_DENIED, _("You shut them out yourself: somebody else must look.")
        )
