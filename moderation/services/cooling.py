"""Whether a person has to wait before they try further words, and taking that back."""

from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.reasons import stated
from audit.services import record
from inbox.services import notify
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode
from lib.ids import IdKind, encode
from moderation.models import CoolingOff, RefusedText
from moderation.probing.limits import FORGIVEN_AFTER, LASTS, LIMITS, Limit
from moderation.services.reviews import authorise

KEEPER = Actor.system("cooling")


def cooling_off_of(person_id: UUID) -> CoolingOff | None:
    """The one in force now, or None."""
    in_force = CoolingOff.objects.filter(
        person_id=person_id, lifted_at=None, until__gt=timezone.now()
    )
    return in_force.order_by("-until").first()


def paused_until(person: User) -> datetime | None:
    """For the API object that shows how somebody stands."""
    cooling = cooling_off_of(person.pk)
    return cooling.until if cooling else None


def cooling_refusal(person_id: UUID) -> DomainError | None:
    """Why this person may not try words now, or None. One query."""
    cooling = cooling_off_of(person_id)
    if cooling is None:
        return None
    left: timedelta = cooling.until - timezone.now()
    return DomainError(
        ErrorCode.COOLING_OFF,
        _(
            "Several of your requests in a row were against our rules, or those of a service that "
            "draws for us. You can try again at %(time)s UTC. If you think that a refusal was a "
            "mistake, contest it, or write to us where it cannot be contested: one that is taken "
            "back no longer counts."
        )
        % {"time": f"{cooling.until:%Y-%m-%d %H:%M}"},
        retry_after=max(1, ceil(left.total_seconds())),
    )


def weigh(person: User) -> CoolingOff | None:
    """Start a cooling-off if refusals are too many. The caller holds the lock on the person's row.

    That lock makes it one: whoever weighs next finds the refusals answered. A doubled or late
    message does nothing.
    """
    if person.deleted_at is not None or cooling_off_of(person.pk) is not None:
        return None
    for limit in LIMITS:
        needed = limit.points(is_adult=person.is_adult)
        points = _points(_unanswered(person.pk, limit))
        if points >= needed:
            return _start(person, limit, points=points, needed=needed)
    return None


def weigh_person(person_id: UUID) -> None:
    """The same in a transaction of its own, after what no longer stands was lifted."""
    with transaction.atomic():
        person = User.objects.select_for_update(no_key=True).filter(pk=person_id).first()
        if person is not None:
            _lift_what_does_not_stand(person)
            weigh(person)


def lift(*, cooling: CoolingOff, by: User, why: str | None = None) -> None:
    """Staff find that what processors refused, for reasons that nobody gave, was no misuse: none of
    it that led to this cooling-off counts any more, and it ends if it rested on that.

    Refusals of our own are found fine one by one, where they are contested. `why` is the code of
    staff's reason. Raises DomainError: `permission_denied`; `invalid` where it would still stand.
    Twice is once.
    """
    authorise(by, about=cooling.person_id)
    with transaction.atomic():
        person = User.objects.select_for_update(no_key=True).get(pk=cooling.person_id)
        if not CoolingOff.objects.filter(pk=cooling.pk, lifted_at=None).exists():
            return
        counted = RefusedText.objects.filter(answered_by=cooling, overturned_at=None)
        elsewhere = list(counted.elsewhere())
        if not elsewhere or _points(counted.by_us()) >= cooling.needed:
            raise DomainError(ErrorCode.INVALID, _("It rests on refusals of our own policy."))
        for row in elsewhere:
            row.overturned_at = timezone.now()
            row.save(update_fields=["overturned_at"])
            record(
                "moderation.refusal.overturned",
                actor=Actor.person(by.pk),
                target=row.subject,
                refusal=row.public_id,
                **stated(why),
            )
        _lift_what_does_not_stand(person)


def _lift_what_does_not_stand(person: User) -> None:
    """Refusals were overturned: without them it would not have started."""
    for cooling in CoolingOff.objects.filter(person_id=person.pk, lifted_at=None):
        answered = RefusedText.objects.filter(answered_by=cooling)
        overturned = answered.exclude(overturned_at=None).exists()
        if overturned and _points(answered.filter(overturned_at=None)) < cooling.needed:
            _lift(cooling)


def _unanswered(person_id: UUID, limit: Limit) -> QuerySet[RefusedText]:
    return RefusedText.objects.filter(
        person_id=person_id,
        at__gt=timezone.now() - limit.within,
        overturned_at=None,
        answered_by=None,
    )


def _points(rows: QuerySet[RefusedText]) -> int:
    return rows.aggregate(sum=Sum("points"))["sum"] or 0


def _start(person: User, limit: Limit, *, points: int, needed: int) -> CoolingOff:
    now = timezone.now()
    lately = Q(started_at__gt=now - FORGIVEN_AFTER, lifted_at=None)
    before = CoolingOff.objects.filter(lately, person_id=person.pk).count()
    level = min(before, len(LASTS) - 1)
    cooling = CoolingOff.objects.create(
        person_id=person.pk,
        level=level + 1,
        points=points,
        needed=needed,
        started_at=now,
        until=now + LASTS[level],
    )
    _unanswered(person.pk, limit).update(answered_by=cooling)
    record(
        "moderation.cooling_off.started",
        actor=KEEPER,
        target=person.public_id,
        cooling_off=cooling.public_id,
        level=cooling.level,
        points=points,
    )
    _tell(cooling, until=cooling.until.isoformat())
    return cooling


def _lift(cooling: CoolingOff) -> None:
    """From now on it is as if it had never been; what it answered may count again."""
    CoolingOff.objects.filter(pk=cooling.pk).update(lifted_at=timezone.now())
    RefusedText.objects.filter(answered_by=cooling).update(answered_by=None)
    record(
        "moderation.cooling_off.lifted",
        actor=KEEPER,
        target=encode(IdKind.USER, cooling.person_id),
        cooling_off=cooling.public_id,
    )
    _tell(cooling, until=None)


def _tell(cooling: CoolingOff, *, until: str | None) -> None:
    """Their own devices, and nobody else: a guardian is told nothing of it."""
    notify(
        person_id=cooling.person_id,
        type="account.cooling_off",
        data={"until": until},
        about=cooling.pk,
    )
