"""What the person whom they concern reads of decisions and of strikes (E24): never who decided or
reported, nor when within a day."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils import timezone

from accounts.models import User
from enforcement.ladder import Threshold, next_threshold, next_threshold_text, total
from enforcement.models import ActionState, Decision, DecisionAction, Strike
from enforcement.policies import see_decision
from enforcement.services.statements import with_basis
from enforcement.services.strikes import given, untold_of

EFFECTIVE = (
    *(ActionState.WAITING, ActionState.APPLIED),
    *(ActionState.EXPIRED, ActionState.REVERSED),
)


def decisions_for(viewer: User) -> QuerySet[Decision]:
    """Those that they are told of, with the words, what was done, and which of the others that they
    are told of stands before and after each."""
    told = see_decision.queryset(viewer)
    actions = DecisionAction.objects.filter(state__in=EFFECTIVE).order_by("position")
    return (
        with_basis(told)
        .select_related("text", "supersedes", "superseded_by")
        .prefetch_related(Prefetch("actions", actions), "evidence")
        .annotate(
            is_old_told=Exists(told.filter(pk=OuterRef("supersedes"))),
            is_new_told=Exists(told.filter(supersedes=OuterRef("pk"))),
        )
    )


@dataclass(frozen=True, slots=True)
class Account:
    """How somebody stands on the strike ladder. `following`: what comes next, if anything does."""

    points: int
    strikes: list[Strike]
    following: Threshold | None
    text: str


def account_of(person: User) -> Account:
    """Of strikes that were not lifted; shown are those that did not expire."""
    now = timezone.now()
    told = list(strikes_for(person).filter(lifted_at=None).order_by("-at", "-pk"))
    strikes = given(told)
    return Account(
        points=total(strikes, now),
        strikes=[one for one in told if one.expires_at > now],
        following=next_threshold(strikes, now),
        text=next_threshold_text(strikes, now),
    )


def strikes_for(person: User) -> QuerySet[Strike]:
    """All of theirs, but of child safety (E47)."""
    return Strike.objects.filter(person_id=person.pk).exclude(pk__in=untold_of(person.pk))
