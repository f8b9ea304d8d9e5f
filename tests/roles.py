"""Tests act with the rights of a role, as the processes do: SET ROLE on every connection."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.backends.signals import connection_created

_current: list[str] = []


def _adopt(connection: Any, **_: Any) -> None:
    if _current:
        set_role(connection, _current[-1])


connection_created.connect(_adopt)


def set_role(on: Any, role: str) -> None:
    with on.cursor() as cursor:
        cursor.execute(f"SET ROLE zoetrope_{role}")


@contextmanager
def acting_as(role: str) -> Iterator[None]:
    """All database work in the block has the rights of this role; new threads too."""
    before = _current[-1] if _current else None
    _current.append(role)
    try:
        set_role(connection, role)
        yield
    finally:
        _current.pop()
        if connection.connection is not None and not connection.needs_rollback:
            if before:
                set_role(connection, before)
            else:
                with connection.cursor() as cursor:
                    cursor.execute("RESET ROLE")


def forget_roles() -> None:
    """After a test, whatever it did: new connections are the owner's again."""
    _current.clear()
