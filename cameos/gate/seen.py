from dataclasses import dataclass
from enum import StrEnum


class People(StrEnum):
    """What the gate says. Not assessed is never none found (law 1)."""

    FOUND = "found"
    NONE_FOUND = "none_found"
    NOT_ASSESSED = "not_assessed"


@dataclass(frozen=True, slots=True)
class Gate:
    """`how`: what looked; `pictures`: at how many. `partial`: what looked cannot see everybody, so
    that none found is no proof of it."""

    people: People
    how: str
    pictures: int
    partial: bool = True
