"""Which audit rows a member of staff does not read, beside what an action's audience says: rooms
have rules of their own."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

M = TypeVar("M", bound=Model)

Rule = Callable[[Any], Q | None]
_rules: list[Rule] = []


def register(*rules: Rule) -> None:
    """Each gives the rows that a viewer may not read, or None; called by `AppConfig.ready()`."""
    _rules.extend(rule for rule in rules if rule not in _rules)


def readable(rows: "QuerySet[M]", viewer: Any) -> "QuerySet[M]":
    """Without those that some rule keeps from `viewer`."""
    for rule in _rules:
        hidden = rule(viewer)
        if hidden is not None:
            rows = rows.exclude(hidden)
    return rows
