"""Typed domain events: the one way against the stream.

The owner of a fact publishes it inside its own transaction; rooms to the right subscribe in
`AppConfig.ready()`. Handlers run at once, in that transaction, and only write rows or enqueue:
what one of them refuses rolls the fact back with it.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import transaction


@dataclass(frozen=True, slots=True)
class Event:
    """Base of all domain events: frozen dataclasses of ids and codes, never of people's words."""


E = TypeVar("E", bound=Event)
Handler = Callable[[Any], None]

_declared: dict[type[Event], str] = {}
_handlers: dict[type[Event], list[Handler]] = defaultdict(list)


def declare(event_type: type[E]) -> type[E]:
    """Class decorator: the event exists, owned by the room that its module stands in."""
    _declared[event_type] = event_type.__module__.split(".", 1)[0]
    return event_type


def subscribe(event_type: type[E], handler: Callable[[E], None]) -> None:
    """Call `handler` for each event of the type. Once per handler, however often it is said."""
    if event_type not in _declared:
        raise LookupError(f"{event_type.__name__} was never declared")
    if handler not in _handlers[event_type]:
        _handlers[event_type].append(handler)


def publish(event: Event) -> None:
    """Tell everyone who subscribed. Must be called inside the transaction that made the fact."""
    if type(event) not in _declared:
        raise LookupError(f"{type(event).__name__} was never declared")
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("an event is published inside its transaction")
    for handler in _handlers[type(event)]:
        handler(event)


def listing() -> list[tuple[type[Event], str, tuple[Handler, ...]]]:
    """Every declared event with its owner and who hears it, by name: for the page and the test."""
    return [
        (event_type, owner, tuple(_handlers[event_type]))
        for event_type, owner in sorted(_declared.items(), key=lambda item: item[0].__name__)
    ]
