"""What is measured: a span of time, and which cases; and what of it is too small to be told."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

# Ours: of fewer, a rate or a median says what one person did, or what was done to one.
SMALLEST = 5


@dataclass(frozen=True, slots=True)
class Scope:
    """From `since` up to `until`, which is not in it. `child_safety`: cases of it, too."""

    since: datetime
    until: datetime
    child_safety: bool = False

    @property
    def facts(self) -> dict[str, Any]:
        """Parameters of the statements."""
        return {"since": self.since, "until": self.until, "diverted": self.diverted}

    @property
    def diverted(self) -> list[bool]:
        """The values of `Case.diverted` that are in it."""
        return [False, True] if self.child_safety else [False]


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole` things in the group `name`, of `people` different people."""

    name: str
    part: int
    whole: int
    people: int

    @property
    def told(self) -> bool:
        """Whether it is about enough people to be told."""
        return self.people >= SMALLEST

    @property
    def rate(self) -> float | None:
        """None where it is not told."""
        return self.part / self.whole if self.told and self.whole else None


def rows(statement: str, facts: dict[str, Any]) -> list[tuple[Any, ...]]:
    """What one statement answers."""
    with connection.cursor() as cursor:
        cursor.execute(statement, facts)
        return list(cursor.fetchall())
