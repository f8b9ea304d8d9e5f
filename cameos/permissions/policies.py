"""Who could use a cameo now: the decision of `deciding` as a queryset, for the owner's list."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.ages import is_among_teens_now
from accounts.models import Follow, User
from accounts.selectors import visible_to
from cameos.models import Cameo, CameoGrant, GrantState
from cameos.permissions.deciding import Likeness
from cameos.permissions.facts import likeness_of
from cameos.permissions.levels import OPEN_TO_APPROVED, PermissionLevel, level_at
from cameos.permissions.levels import OPEN_TO_MUTUALS as TO_MUTUALS
from cameos.states import CameoState
from parental.services.releasing import agreed_guardians


def usable_by(cameo: Cameo, at: datetime) -> QuerySet[User]:
    """Everybody but the owner for whom `use_refusal` without words is None, as far as the owner
    may see them; each with `live_grants`, a list of at most one.

    Fetching is authorising: who is hidden from the owner is not told.
    """
    likeness = likeness_of(cameo)
    people = visible_to(cameo.owner).exclude(pk=cameo.owner_id)
    granted = CameoGrant.objects.filter(cameo=cameo, state=GrantState.LIVE).filter(
        Q(until=None) | Q(until__gt=at)
    )
    people = people.prefetch_related(
        Prefetch("cameo_grants", queryset=granted, to_attr="live_grants")
    )
    if not _is_lent(likeness, at):
        return people.none()
    allowed = Q(Exists(granted.filter(person=OuterRef("pk"))))
    released = sorted(likeness.released)
    empty = granted.filter(person=OuterRef("pk")).exclude(scopes__overlap=released)
    people = people.exclude(Exists(empty))  # what they were granted, nobody released
    if not likeness.owner_is_adult or likeness.used_by != "everyone":
        guardians = agreed_guardians(cameo.owner_id)
        people = people.filter(is_among_teens_now() | Q(pk__in=guardians))
    elif likeness.terms.scopes & likeness.released:
        allowed |= _unapproved(cameo, level_at(likeness.level, likeness.everyone_until, at))
    return people.filter(allowed)


def _is_lent(likeness: Likeness, at: datetime) -> bool:
    return (
        likeness.state == CameoState.ACTIVE
        and not likeness.paused
        and not likeness.owner_only
        and likeness.owner_stands
        and likeness.used_by != "nobody"
        and level_at(likeness.level, likeness.everyone_until, at) in OPEN_TO_APPROVED
    )


def _unapproved(cameo: Cameo, level: PermissionLevel) -> Q:
    if level == PermissionLevel.EVERYONE:
        return Q(pk__isnull=False)
    if level not in TO_MUTUALS:
        return Q(pk__isnull=True)
    owner = cameo.owner_id
    return Q(
        Exists(Follow.objects.filter(follower=OuterRef("pk"), followed=owner)),
        Exists(Follow.objects.filter(follower=owner, followed=OuterRef("pk"))),
    )
