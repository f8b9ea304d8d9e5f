"""The names of everything that is audited. `record` refuses a name that nobody registered.

Nothing is removed yet: an action's retention is a promise, which the job of a later issue fulfils.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Audience(StrEnum):
    """Who may read rows of an action."""

    SUBJECT = "subject"  # the person it is about, and staff
    STAFF = "staff"
    LEGAL = "legal"  # a lead with a case


class Retention(StrEnum):
    """How long rows of an action are kept, as an ISO 8601 duration."""

    YEAR = "P1Y"
    SEVEN_YEARS = "P7Y"  # consent and enforcement: the longest limitation period that we plan for

    @property
    def span(self) -> timedelta:
        """The duration, a year counted as 365 days."""
        return timedelta(days=365 * int(self.value[1:-1]))


@dataclass(frozen=True, slots=True)
class Action:
    """An audited action: `room.noun.verb`, what it means, who may read it, for how long.

    `needs`: the permission without which no member of staff reads its rows, where even that it
    was done says something (beside a row of the same second, say). `by_case`: rows are read by
    whoever states a case alone, and by whoever did it; they never stand in a person's timeline, nor
    in the archive of whom it was done to.
    """

    name: str
    meaning: str
    audience: Audience
    retention: Retention
    needs: str = ""
    by_case: bool = False


_actions: dict[str, Action] = {}


class UnknownAction(LookupError):
    """Nobody registered an audit action of this name."""


def register(*actions: Action) -> None:
    """Make actions known; called by a room's `AppConfig.ready()`."""
    for action in actions:
        if _actions.setdefault(action.name, action) != action:
            raise ValueError(f"the audit action {action.name} is registered twice")


def get(name: str) -> Action:
    """The action of this name. Raises UnknownAction."""
    if name not in _actions:
        raise UnknownAction(name)
    return _actions[name]


def readable_by(has_perm: Callable[[str], bool], *, has_case: bool = False) -> list[str]:
    """The names of the actions whose rows a member of staff with these permissions may read: all
    but LEGAL ones, those that need another, and without a case those that need one."""
    return [
        action.name
        for action in listing()
        if action.audience is not Audience.LEGAL
        and (not action.needs or has_perm(action.needs))
        and (has_case or not action.by_case)
    ]


def listing() -> list[Action]:
    """All registered actions by name."""
    return sorted(_actions.values(), key=lambda action: action.name)
