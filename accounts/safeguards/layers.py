"""The effective limits on a person, and why: the stricter of all that applies wins."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from accounts.models import User
from accounts.safeguards.limits import Limit, Reason, Value, defaults_of
from accounts.safeguards.values import binds, is_looser, stricter


@dataclass(frozen=True, slots=True)
class Safeguard:
    """The value of one limit, and all reasons that hold it there: defaults first, one's own
    choice last."""

    limit: Limit
    value: Value
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Safeguards:
    """All limits on one person at this moment."""

    limits: Mapping[Limit, Safeguard]

    def value(self, limit: Limit) -> Value:
        """The effective value, as `parse` writes it."""
        return self.limits[limit].value

    def permits(self, limit: Limit, wanted: Value) -> bool:
        """Whether `wanted` is no looser than what is in force."""
        return not is_looser(limit, wanted, self.value(limit))


Layer = Callable[[User], Mapping[Limit, Value]]

_layers: dict[Reason, Layer] = {}


def add_layer(reason: Reason, layer: Layer) -> None:
    """Let a room to the right tighten limits; called once, in `AppConfig.ready()`.

    A layer answers with limits and parsed values for a person; what is looser than the rest has no
    effect. It is asked wherever limits are read: let it be one query. Raises ValueError for a
    reason that already has a layer.
    """
    if _layers.setdefault(reason, layer) is not layer:
        raise ValueError(f"{reason} already has a layer")


def effective(user: User) -> Safeguards:
    """The limits on `user`; whoever is not known to be an adult has the teen's (law 3)."""
    said = {reason: layer(user) for reason, layer in _layers.items()}
    reason, defaults = defaults_of(user)
    return combine({reason: defaults, **said})


def combine(said: Mapping[Reason, Mapping[Limit, Value]]) -> Safeguards:
    """All that is said together. At least one layer names every limit."""
    return Safeguards({limit: _settle(limit, said) for limit in Limit})


def _settle(limit: Limit, said: Mapping[Reason, Mapping[Limit, Value]]) -> Safeguard:
    values = {reason: said[reason][limit] for reason in Reason if limit in said.get(reason, {})}
    spoken = iter(values.values())
    value = next(spoken)
    for one in spoken:
        value = stricter(limit, value, one)
    return Safeguard(
        limit, value, tuple(reason for reason, one in values.items() if binds(limit, one, value))
    )
