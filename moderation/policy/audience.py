"""For whom something is judged: the strictest of who made it, who is in it, where it goes."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any


class Destination(StrEnum):
    """Where it is bound for, from the least to the most public."""

    DRAFT = "draft"
    PROFILE = "profile"
    PUBLIC = "public"


REACH = tuple(Destination)


class Column(StrEnum):
    """The columns of a policy row. Every audience reads `draft` and each column that fits it."""

    DRAFT = "draft"
    PROFILE = "profile"
    PUBLIC = "public"
    LIKENESS = "likeness"
    TEEN = "teen"
    MINOR = "minor"


@dataclass(frozen=True, slots=True)
class Audience:
    """Under 18: its maker, or whoever shall see it; unknown age counts as under 18 (law 3)."""

    destination: Destination = Destination.DRAFT
    under_18: bool = False
    depicts_minor: bool = False
    likeness: bool = False

    @property
    def columns(self) -> frozenset[Column]:
        """Those of a policy row that hold for it; more of them never loosen (law 2)."""
        reached = REACH[: REACH.index(self.destination) + 1]
        flags = {
            Column.TEEN: self.under_18 or self.depicts_minor,
            Column.MINOR: self.depicts_minor,
            Column.LIKENESS: self.likeness,
        }
        return frozenset(Column(one) for one in reached) | {
            c for c, holds in flags.items() if holds
        }

    def with_minor(self) -> "Audience":
        """The same where somebody under 18 is depicted."""
        return replace(self, depicts_minor=True)

    def as_facts(self) -> dict[str, Any]:
        """For a row."""
        return {
            "destination": self.destination.value,
            "under_18": self.under_18,
            "depicts_minor": self.depicts_minor,
            "likeness": self.likeness,
        }


# The public feed shows what under-18 policy allows, whoever looks (features.md, F1).
PUBLIC_FEED = Audience(destination=Destination.PUBLIC, under_18=True)
ADULT_PROFILE = Audience(destination=Destination.PROFILE)
