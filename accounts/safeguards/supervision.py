"""Doors for the room of guardians: who watches over somebody, and what was released to them.

That room registers itself; until it does, nobody has a guardian and nothing is released.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from accounts.models import User

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Supervision:
    """Shown to the supervised person at all times (R8). `says` is a sentence for them."""

    guardians: int
    says: str


Watch = Callable[[User], Supervision | None]
Release = Callable[[User], bool]

_watches: list[Watch] = []
_releases: list[Release] = []


def register_supervision(watch: Watch) -> None:
    """`watch(person)`: their guardians, None without one. Raises ValueError for a second room."""
    _only(_watches, watch)


def register_enrolment_release(release: Release) -> None:
    """`release(teen)`: whether a linked guardian lets them enrol now, and nobody took that back.
    Asked by the web and the likeness process. Raises ValueError for a second room."""
    _only(_releases, release)


def supervision_of(person: User) -> Supervision | None:
    """Who watches over them now."""
    return next((found for watch in _watches if (found := watch(person))), None)


def enrolment_is_released(person: User) -> bool:
    """Whether a guardian lets them enrol; False while nobody can tell."""
    return any(release(person) for release in _releases)


def _only(known: list[T], one: T) -> None:
    if known and one not in known:
        raise ValueError("guardians are told of by one room")
    known[:] = [one]
