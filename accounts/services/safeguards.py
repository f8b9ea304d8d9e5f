"""What people do about their own limits: tighten them, take that back, say where they are."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.events import AccountDeleted, SafeguardsChanged
from accounts.models import RegionSource, SafeguardSettings, User, WatchedTime
from accounts.safeguards import jurisdictions
from accounts.safeguards.clock import UNSAID, Place, running_until, zone_names
from accounts.safeguards.layers import combine, effective, said_of
from accounts.safeguards.limits import WINDOWED, Limit, Reason, Value
from accounts.safeguards.values import is_looser, parse
from audit.services import record
from lib.actors import Actor
from lib.errors import DomainError, ErrorCode
from lib.events import publish

# Ours: a change of zone is a journey; for so long the stricter of both zones holds.
BOTH_ZONES = timedelta(hours=24)


def update_safeguards(
    *,
    person: User,
    limits: Mapping[Limit, Any] | None = None,
    time_zone: str | None = None,
    region: str | None = None,
) -> None:
    """Change what is given, all of it or nothing. Raises DomainError, as the three below do."""
    with transaction.atomic():
        if time_zone is not None:
            change_time_zone(person=person, name=time_zone)
        if region is not None:
            change_region(person=person, region=region, actor=Actor.person(person.pk))
        if limits:
            choose_limits(person=person, wanted=limits)


def choose_limits(*, person: User, wanted: Mapping[Limit, Any]) -> None:
    """Tighten one's own limits; None takes one's own choice back, down to what others say and no
    further. Hours of one's own come beside all others. Raises DomainError: `invalid`, or
    `safeguard_loosens` for what is looser than others hold it."""
    with transaction.atomic():
        person, row = _locked(person)
        others = combine({**said_of(person, row), Reason.OWN_CHOICE: {}})
        choices = dict(row.choices)
        for limit, raw in wanted.items():
            choices.pop(limit.value, None)
            if raw is not None:
                choices[limit.value] = _chosen(limit, raw, others[limit].value)
        changed = [one for one in Limit if choices.get(one.value) != row.choices.get(one.value)]
        if not changed:
            return
        row.choices = choices
        row.save(update_fields=["choices"])
        record(
            "accounts.safeguards.chosen",
            actor=Actor.person(person.pk),
            target=person.public_id,
            limits=",".join(changed),
        )
        publish(SafeguardsChanged(user_id=person.pk))


def change_time_zone(*, person: User, name: str) -> None:
    """Say where one is. Raises DomainError: `invalid`; `time_zone_changed_lately`.

    After a change somebody who may be under 18 keeps the former zone's hours and days beside the
    new one's for 24 hours, and for as long as hours that run now last: so no journey shortens a
    window or gives more minutes that day. Until then there is no further change. The first zone is
    such a change, too, from UTC, which counted until then. Adults limit themselves alone: their
    change counts at once.
    """
    if name not in zone_names():
        raise DomainError(
            ErrorCode.INVALID, _("This is no name of the time zone database."), attr="time_zone"
        )
    with transaction.atomic():
        person, row = _locked(person)
        former, now = row.time_zone or UNSAID, timezone.now()
        if name == row.time_zone:
            return
        if name != former and not person.is_adult:
            _refuse_second(row, now)
            row.former_time_zone = former
            row.former_until = _both_until(person, former, now)
        else:
            row.former_time_zone, row.former_until = "", None
        row.time_zone = name
        row.save(update_fields=["time_zone", "former_time_zone", "former_until"])
        _note_place(person, "time_zone", Actor.person(person.pk))


def change_region(
    *, person: User, region: str, actor: Actor, source: RegionSource = RegionSource.SELF_DECLARED
) -> None:
    """Say where the law is made that holds for an account. Raises DomainError: `invalid`;
    `safeguard_loosens` where somebody who may be under 18 would rid themself of a rule, or where
    somebody contradicts staff."""
    if not jurisdictions.PLACE.fullmatch(region):
        raise DomainError(
            ErrorCode.INVALID, _("A code of ISO 3166 is expected, as DE or US-CA."), attr="region"
        )
    with transaction.atomic():
        person, row = _locked(person)
        if (region, source) == (row.region, row.region_source):
            return
        if source == RegionSource.SELF_DECLARED:
            _refuse_evasion(person, row, region)
        row.region, row.region_source = region, source
        row.save(update_fields=["region", "region_source"])
        _note_place(person, "region", actor)


def forget_person(event: AccountDeleted) -> None:
    """What they chose, where they were and how long they watched goes with them."""
    SafeguardSettings.objects.filter(person_id=event.user_id).delete()
    WatchedTime.objects.filter(person_id=event.user_id).delete()


def _locked(person: User) -> tuple[User, SafeguardSettings]:
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    row, _is_new = SafeguardSettings.objects.get_or_create(person=person)
    return person, row


def _chosen(limit: Limit, raw: Any, others: Value) -> Value:
    value = parse(limit, raw)
    if limit not in WINDOWED and is_looser(limit, value, others):
        raise _loosens(limit.value)
    return value


def _refuse_second(row: SafeguardSettings, now: datetime) -> None:
    if row.former_until is not None and now < row.former_until:
        raise DomainError(
            ErrorCode.TIME_ZONE_CHANGED_LATELY,
            _("Your time zone changed lately. You can change it again at %(time)s UTC.")
            % {"time": f"{row.former_until:%Y-%m-%d %H:%M}"},
            attr="time_zone",
            retry_after=ceil((row.former_until - now).total_seconds()),
        )


def _both_until(person: User, former: str, now: datetime) -> datetime:
    running = running_until(effective(person).hours().silent, [Place(former)], now)
    return max(now + BOTH_ZONES, running or now)


def _refuse_evasion(person: User, row: SafeguardSettings, region: str) -> None:
    if row.region_source == RegionSource.STAFF:
        raise _loosens("region")
    rules = jurisdictions.in_force()
    if not person.is_adult and rules.is_looser(region, row.region, at=timezone.now()):
        raise _loosens("region")


def _loosens(attr: str) -> DomainError:
    return DomainError(
        ErrorCode.SAFEGUARD_LOOSENS,
        _("You can only make this stricter than it is held for you."),
        attr=attr,
    )


def _note_place(person: User, field: str, actor: Actor) -> None:
    record("accounts.place.changed", actor=actor, target=person.public_id, field=field)
    publish(SafeguardsChanged(user_id=person.pk))
