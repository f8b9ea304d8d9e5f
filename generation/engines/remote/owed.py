"""Deletions that are owed: noted once a video's id is known, and until the server has confirmed.

Where the notes are kept is said from outside (`keep_in`): an engine knows no database. A book that
cannot be reached stops no render, and the log then says what was to be noted in it.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Protocol

import structlog

log = structlog.get_logger(__name__)

AGAIN = timedelta(minutes=10)
AGAIN_AT_THE_LATEST = timedelta(hours=6)
# After that staff are told, and it is asked for once a day.
OVERDUE = timedelta(days=7)
AGAIN_WHEN_OVERDUE = timedelta(days=1)
# Longer than one deletion takes; whoever is killed meanwhile lets go of it.
CLAIMED = timedelta(minutes=2)


class Deletion(StrEnum):
    """What a server says of one. `DONE`: it has nothing of it (any more)."""

    DONE = "done"
    REFUSED = "refused"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Debt:
    """A video that is to be gone from a server (`Place.server`: a table may name another one by
    then). `engine`: the table's name as it was."""

    engine: str
    server: str
    video: str
    since: datetime


class Book(Protocol):
    """What is owed, and when it is asked for next. Each call is a transaction of its own."""

    def note(self, debt: Debt, *, next_at: datetime, answer: Deletion | None = None) -> None:
        """As new, or anew; `answer` of one that was asked for."""

    def move(self, debt: Debt, *, next_at: datetime, answer: Deletion | None = None) -> None:
        """The same, and nothing where somebody settled it meanwhile."""

    def settle(self, debt: Debt) -> None: ...

    def claim(self, server: str, *, now: datetime, until: datetime) -> Debt | None:
        """The one that is due longest; until then nobody else is given it."""


_books: list[Book] = []


def keep_in(book: Book) -> None:
    """Called once, in `AppConfig.ready()`."""
    _books[:] = [book]


def note(debt: Debt, *, seconds: float) -> None:
    """A job that is to be gone from there in `seconds` at the latest."""
    try:
        _the_book().note(debt, next_at=_now() + timedelta(seconds=seconds))
    except Exception as error:  # noqa: BLE001 - it is drawn there, and must be deleted there
        _tell(debt, error)


def hold(debt: Debt, *, seconds: float) -> None:
    """It is still being made: nobody else deletes it for so long."""
    try:
        _the_book().move(debt, next_at=_now() + timedelta(seconds=seconds))
    except Exception as error:  # noqa: BLE001 - the next beat tries again
        _tell(debt, error)


def settle(debt: Debt) -> None:
    """It is gone."""
    try:
        _the_book().settle(debt)
    except Exception as error:  # noqa: BLE001 - then it is asked for again, and is gone
        _tell(debt, error)


def keep(debt: Debt, answer: Deletion) -> None:
    """It was asked for by whoever made it, and is not gone: owed from now on, though no note of it
    may have been taken."""
    try:
        _the_book().note(debt, next_at=_again(debt), answer=answer)
    except Exception as error:  # noqa: BLE001 - a film that was made is not lost for it
        _tell(debt, error)


def put_off(debt: Debt, answer: Deletion) -> None:
    """It was asked for again, and is not gone. What somebody else settled meanwhile stays so."""
    _the_book().move(debt, next_at=_again(debt), answer=answer)


def claim(server: str) -> Debt | None:
    """The one that waits longest of those whose time is over; whoever is given it settles it or
    puts it off."""
    now = _now()
    return _the_book().claim(server, now=now, until=now + CLAIMED)


def _the_book() -> Book:
    """Raises LookupError where nobody has said which."""
    return _books[0]


def _again(debt: Debt) -> datetime:
    """Each rests on its own and the longer the older it is, so that one that is never deleted keeps
    no other from its turn."""
    now = _now()
    age = now - debt.since
    pause = min(max(age / 4, AGAIN), AGAIN_AT_THE_LATEST)
    if age > OVERDUE:
        pause = AGAIN_WHEN_OVERDUE
    return now + pause * random.uniform(0.75, 1.25)  # noqa: S311 - spread, not secrecy


def _now() -> datetime:
    return datetime.now(UTC)


def _tell(debt: Debt, error: Exception) -> None:
    """All that is known of it, for the log may be the only place where it stands."""
    log.error(
        "remote_debt_not_noted",
        engine=debt.engine,
        server=debt.server,
        video=debt.video,
        error=type(error).__name__,
    )
