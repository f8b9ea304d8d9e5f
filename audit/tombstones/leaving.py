"""Writing down that something is gone, and how it goes again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from audit.models import Tombstone


@dataclass(frozen=True, slots=True)
class Grave:
    """What one tombstone says: `fact` is a code or a number of its kind, never words."""

    subject: UUID
    fact: str
    at: datetime


# Does it again where the database does not know of it; done twice it is done once.
Digger = Callable[[Grave], None]

_diggers: dict[str, Digger] = {}
_again: ContextVar[bool] = ContextVar("tombstones_are_replayed", default=False)


def register(kind: str, digger: Digger) -> None:
    """Called in `AppConfig.ready()`. Raises ValueError for a kind that has another."""
    if _diggers.setdefault(kind, digger) != digger:
        raise ValueError(f"two ways to erase {kind} again")


def digger_of(kind: str) -> Digger:
    """Raises LookupError."""
    return _diggers[kind]


def leave_tombstone(kind: str, subject: UUID, *, fact: str = "") -> None:
    """In the transaction that erases or takes back; within seconds it stands outside too.

    Raises LookupError for a kind that nobody would do again. Nothing is written while tombstones
    are replayed: they stand outside already.
    """
    digger_of(kind)
    if not _again.get():
        Tombstone.objects.create(kind=kind, subject_id=subject, fact=fact)


@contextmanager
def replaying() -> Iterator[None]:
    """What is erased within leaves no second tombstone."""
    token = _again.set(True)
    try:
        yield
    finally:
        _again.reset(token)
