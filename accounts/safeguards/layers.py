"""The effective limits on a person, and why: the stricter of all that applies wins."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from accounts.models import SafeguardSettings, Standing, User
from accounts.safeguards import jurisdictions
from accounts.safeguards.clock import NOWHERE, UNSAID, Place, next_start, running_until
from accounts.safeguards.limits import WINDOWED, Limit, Reason, Value, defaults_of
from accounts.safeguards.values import binds, hours_of, is_looser, stricter
from accounts.safeguards.windows import NEVER, Hours

Said = Mapping[Reason, Mapping[Limit, Value]]


@dataclass(frozen=True, slots=True)
class Safeguard:
    """The value of one limit, and all reasons that hold it there: defaults first, one's own
    choice last."""

    limit: Limit
    value: Value
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Safeguards:
    """All limits on one person at this moment, and where they are."""

    limits: Mapping[Limit, Safeguard]
    places: tuple[Place, ...] = NOWHERE

    def value(self, limit: Limit) -> Value:
        """The effective value, as `parse` writes it."""
        return self.limits[limit].value

    def permits(self, limit: Limit, wanted: Value) -> bool:
        """Whether `wanted` is no looser than what is in force."""
        return not is_looser(limit, wanted, self.value(limit))

    def hours(self) -> Hours:
        """Quiet and school hours together."""
        hours = NEVER
        for limit in WINDOWED:
            hours |= hours_of(self.value(limit))
        return hours

    def silent_until(self, at: datetime) -> datetime | None:
        """When those end in which nobody is notified; None outside of them."""
        return running_until(self.hours().silent, self.places, at)

    def closed_until(self, at: datetime) -> datetime | None:
        """When those end in which nothing is made; None outside of them."""
        return running_until(self.hours().closed, self.places, at)

    def next_silence(self, at: datetime) -> datetime | None:
        """When the next begin in which nobody is notified; None where none do within a week."""
        return next_start(self.hours().silent, self.places, at)


Layer = Callable[[User], Mapping[Limit, Value]]

_layers: dict[Reason, Layer] = {}
# What this room says itself.
OWN_REASONS = frozenset(Reason) - {Reason.GUARDIAN}


def add_layer(reason: Reason, layer: Layer) -> None:
    """Let a room to the right tighten limits; called once, in `AppConfig.ready()`.

    A layer answers with limits and parsed values for a person; what is looser than the rest has no
    effect. It is asked wherever limits are read, by the likeness process too: let it be one query.
    Raises ValueError for a reason that already has a layer.
    """
    if reason in OWN_REASONS or _layers.setdefault(reason, layer) is not layer:
        raise ValueError(f"{reason} already has a layer")


def effective(user: User, *, at: datetime | None = None) -> Safeguards:
    """The limits on `user`; whoever is not known to be an adult has the teen's (law 3).

    One query, and one for each layer of other rooms.
    """
    mine = settings_of(user)
    return Safeguards(combine(said_of(user, mine, at=at)), places_of(mine))


def said_of(user: User, mine: SafeguardSettings, *, at: datetime | None = None) -> Said:
    """What each reason demands."""
    reason, defaults = defaults_of(user)
    law = jurisdictions.in_force().limits(
        mine.region, is_adult=user.is_adult, at=at or timezone.now()
    )
    return {
        reason: defaults,
        Reason.JURISDICTION: law,
        Reason.STANDING: _by_standing(user),
        **{reason: layer(user) for reason, layer in _layers.items()},
        Reason.OWN_CHOICE: {Limit(name): value for name, value in mine.choices.items()},
    }


def combine(said: Said) -> dict[Limit, Safeguard]:
    """All that is said together. At least one reason names every limit."""
    return {limit: _settle(limit, said) for limit in Limit}


def settings_of(person: User) -> SafeguardSettings:
    """Their row, or what holds without one: nothing chosen, nowhere known."""
    row = SafeguardSettings.objects.filter(person_id=person.pk).first()
    return row or SafeguardSettings(person_id=person.pk)


def places_of(mine: SafeguardSettings) -> tuple[Place, ...]:
    """Where their days are counted: their zone, UTC while it is unknown, and for a while the one
    before."""
    here = Place(mine.time_zone or UNSAID)
    if not mine.former_time_zone:
        return (here,)
    return here, Place(mine.former_time_zone, until=mine.former_until)


def _by_standing(user: User) -> dict[Limit, Value]:
    """Limited accounts may look, not make."""
    return {Limit.CREATION: "off"} if user.standing == Standing.LIMITED else {}


def _settle(limit: Limit, said: Said) -> Safeguard:
    values = {reason: said[reason][limit] for reason in Reason if limit in said.get(reason, {})}
    spoken = iter(values.values())
    value = next(spoken)
    for one in spoken:
        value = stricter(limit, value, one)
    return Safeguard(
        limit, value, tuple(reason for reason, one in values.items() if binds(limit, one, value))
    )
