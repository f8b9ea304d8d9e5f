"""What every exchange comes down to: pages of changes, a place to go on from, and our opinions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from moderation.models import HashKind

Cursor = dict[str, Any]


class Fault(StrEnum):
    """Why a fetch stopped. Only this is kept and logged: messages quote addresses and tokens."""

    NOT_SET_UP = "not_set_up"
    UNAUTHORISED = "unauthorised"
    THROTTLED = "throttled"
    UNREACHABLE = "unreachable"  # or cut off, or too slow
    REFUSED = "refused"  # any other 4xx
    SERVER = "server_error"
    MALFORMED = "malformed"
    TOO_LARGE = "too_large"
    EMPTY = "empty"  # a whole list that has suddenly nothing in it
    UNSUPPORTED = "unsupported"


class ExchangeFault(Exception):
    """Nothing of the page at which it happened was taken over; the next fetch goes on there."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Change:
    """An entry as it is now: its hashes take the place of what it had. None at all: it is gone."""

    external_id: str
    hashes: tuple[tuple[HashKind, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """`cursor` is where to go on once `changes` are kept. `refused`: records that were no records.

    `whole_since`: the last page of a list that was read whole from that moment on (ISO 8601); what
    did not stand in it is gone.
    """

    changes: tuple[Change, ...]
    cursor: Cursor
    refused: int = 0
    whole_since: str | None = None


@dataclass(frozen=True, slots=True)
class Stance:
    """What a person found of one entry."""

    external_id: str
    kind: HashKind
    hash: str
    is_true_positive: bool
    more: dict[str, Any] = field(default_factory=dict)


class Connector(Protocol):
    """One exchange."""

    def pages(self, cursor: Cursor) -> Iterator[Page]:
        """From `cursor` to the present. Raises ExchangeFault."""
        ...

    def opine(self, stance: Stance) -> None:
        """Tell the exchange. Raises ExchangeFault, `unsupported` where it takes no opinions."""
        ...
