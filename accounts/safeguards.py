"""The effective limits on a person, and why: the stricter of all that applies wins."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from accounts.models import User


class Limit(StrEnum):
    """What can be limited. The values of each stand in SCALES, strictest first."""

    CONTENT = "content"
    DISCOVERABLE_BY = "discoverable_by"
    FOLLOWED_BY = "followed_by"
    MESSAGES_FROM = "messages_from"
    LIKENESS_USED_BY = "likeness_used_by"


class Reason(StrEnum):
    """Why a limit has its value."""

    TEEN_DEFAULT = "teen_default"
    ADULT_DEFAULT = "adult_default"
    GUARDIAN = "guardian"
    JURISDICTION = "jurisdiction"


SCALES: dict[Limit, tuple[str, ...]] = {
    Limit.CONTENT: ("under_18", "adult"),
    Limit.DISCOVERABLE_BY: ("teens_and_people_i_follow", "everyone"),
    Limit.FOLLOWED_BY: ("teens_and_people_i_follow", "everyone"),
    Limit.MESSAGES_FROM: ("nobody", "mutuals", "everyone"),
    Limit.LIKENESS_USED_BY: ("nobody", "approved_teens", "everyone"),
}

# System card, "under-18 users"; abuse table, row "a teen's likeness"; F11.
TEEN_DEFAULTS: dict[Limit, str] = {
    Limit.CONTENT: "under_18",
    Limit.DISCOVERABLE_BY: "teens_and_people_i_follow",
    Limit.FOLLOWED_BY: "teens_and_people_i_follow",
    Limit.MESSAGES_FROM: "mutuals",
    Limit.LIKENESS_USED_BY: "approved_teens",
}


@dataclass(frozen=True, slots=True)
class Safeguard:
    """The value of one limit, and the reason that made it so."""

    limit: Limit
    value: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Safeguards:
    """All limits on one person at this moment."""

    limits: Mapping[Limit, Safeguard]

    def value(self, limit: Limit) -> str:
        """The effective value, one of SCALES[limit]."""
        return self.limits[limit].value

    def permits(self, limit: Limit, wanted: str) -> bool:
        """Whether `wanted` is no looser than what is in force."""
        scale = SCALES[limit]
        return scale.index(wanted) <= scale.index(self.value(limit))


Layer = Callable[[User], Mapping[Limit, str]]

_layers: dict[Reason, Layer] = {}


def add_layer(reason: Reason, layer: Layer) -> None:
    """Let a room to the right tighten limits; called once, in `AppConfig.ready()`.

    A layer answers with limits and values for a person; what is looser than the defaults has no
    effect. Raises ValueError for a reason that already has a layer.
    """
    if _layers.setdefault(reason, layer) is not layer:
        raise ValueError(f"{reason} already has a layer")


def effective(user: User) -> Safeguards:
    """The limits on `user`; whoever is not known to be an adult has the teen's (law 3)."""
    in_force = {one.limit: one for one in _defaults(user)}
    for reason, layer in _layers.items():
        for limit, value in layer(user).items():
            scale = SCALES[limit]
            if scale.index(value) < scale.index(in_force[limit].value):
                in_force[limit] = Safeguard(limit, value, reason)
    return Safeguards(in_force)


def _defaults(user: User) -> list[Safeguard]:
    if user.is_adult:
        return [Safeguard(limit, SCALES[limit][-1], Reason.ADULT_DEFAULT) for limit in Limit]
    return [Safeguard(limit, TEEN_DEFAULTS[limit], Reason.TEEN_DEFAULT) for limit in Limit]
