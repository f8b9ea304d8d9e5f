"""Where others see a thing: the room that shows it tells, since this room may not know it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from lib.ids import IdKind


@dataclass(frozen=True, slots=True)
class Exposure:
    """`post`: the published thing in which it stands, by its typed id. `reported`: whether anybody
    ever complained of that; None where complaints are not kept."""

    post: str
    reported: bool | None = None


Lookup = Callable[[Collection[str]], Mapping[str, Exposure]]

_lookups: dict[str, Lookup] = {}


def register(kind: IdKind, lookup: Lookup) -> None:
    """`lookup(public_ids)` lacks what nobody else can see. Called once, in `AppConfig.ready()`."""
    if _lookups.setdefault(kind.value, lookup) is not lookup:
        raise ValueError(f"{kind} is looked up twice")


def exposures(subjects: Collection[str]) -> dict[str, Exposure]:
    """Of those that are published now."""
    found: dict[str, Exposure] = {}
    for kind, lookup in _lookups.items():
        mine = [subject for subject in subjects if subject.startswith(f"{kind}_")]
        found |= lookup(mine) if mine else {}
    return found
