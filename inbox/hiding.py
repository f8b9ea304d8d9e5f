"""What becomes of old notices about a thing that its reader may see no more (law 4).

A room that tells of a thing registers which of its notices lose their object when the thing goes,
and how to find that it went. They are left out wherever the log is read; what must be known all
the same (that it went, that staff decided so) is not registered.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from inbox import event_types
from inbox.models import Event


@dataclass(frozen=True, slots=True)
class About:
    """`types` of events whose `about` is the key of a row; `seen`: the rows that this reader may
    still see. What is not among them is gone, or hidden."""

    types: frozenset[str]
    seen: Callable[[User], QuerySet[Any]]


_rules: list[About] = []


def register(*rules: About) -> None:
    """Called by a room's `AppConfig.ready()`, after its event types. Raises LookupError for a type
    that there is not."""
    for rule in rules:
        for name in rule.types:
            event_types.get(name)
        if rule not in _rules:
            _rules.append(rule)


def is_gone(person: User) -> Q:
    """Of events: what they are about is gone by now, or hidden from `person`."""
    gone = Q(type__in=[])
    for rule in _rules:
        there = rule.seen(person).filter(pk=OuterRef("about"))
        gone |= Q(type__in=sorted(rule.types)) & ~Q(Exists(there))
    return gone


def without_gone(person: User, events: Iterable[Event]) -> list[Event]:
    """The same of events in hand, in their order; no query where none can be meant."""
    kept = list(events)
    for rule in _rules:
        abouts = {one.about for one in kept if one.type in rule.types}
        if abouts:
            there = set(rule.seen(person).filter(pk__in=abouts).values_list("pk", flat=True))
            kept = [one for one in kept if one.type not in rule.types or one.about in there]
    return kept
