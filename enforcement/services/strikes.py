"""Strikes of a person: given, lifted, counted."""

from collections.abc import Iterable
from uuid import UUID

from django.utils import timezone

from accounts.models import User
from enforcement.actions.names import ActionName
from enforcement.ladder import LEVELS, Given, total
from enforcement.models import DecisionAction
from enforcement.models.strikes import Strike


def give_strike(*, person_id: UUID, level: str, cause: str) -> Strike | None:
    """In the caller's transaction, which holds the person. None for a deleted account."""
    if not User.objects.filter(pk=person_id, deleted_at=None).exists():
        return None
    now = timezone.now()
    return Strike.objects.create(
        person_id=person_id,
        level=level,
        cause=cause,
        at=now,
        expires_at=now + LEVELS[level].decays,
    )


def lift_strike(*, person_id: UUID, cause: str) -> None:
    """It never counted. The same; safe to do again."""
    live = Strike.objects.filter(person_id=person_id, cause=cause, lifted_at=None)
    live.update(lifted_at=timezone.now())


def strikes_of(person_id: UUID) -> list[Given]:
    """Those that were not lifted, expired ones too: what they reached was reached."""
    return given(Strike.objects.filter(person_id=person_id, lifted_at=None).order_by("at", "pk"))


def untold_of(person_id: UUID) -> set[UUID]:
    """The keys of those that decisions of child safety gave, of which nobody is told (E47)."""
    giving = DecisionAction.objects.filter(
        name=ActionName.STRIKE, decision__owner_id=person_id, decision__case__diverted=True
    )
    causes = [row.cause for row in giving]
    rows = Strike.objects.filter(person_id=person_id, cause__in=causes)
    return set(rows.values_list("pk", flat=True))


def given(strikes: Iterable[Strike]) -> list[Given]:
    """As the ladder counts them."""
    return [Given(one.pk, one.level, one.at, one.expires_at) for one in strikes]


def points_of(person_id: UUID) -> int:
    """What counts against them now."""
    return total(strikes_of(person_id), timezone.now())
