"""A database is copied, and put back from the copy, as an operator does it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

COPY = "_copy"


@contextmanager
def maintenance() -> Iterator[Any]:
    """A cursor on no database of ours, with the rights of whoever owns it."""
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute("RESET ROLE")
        yield cursor


def name() -> str:
    return str(connection.settings_dict["NAME"])


def make_copy() -> None:
    """Of all that is committed now."""
    with maintenance() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name()}{COPY}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name()}{COPY}" TEMPLATE "{name()}"')


def put_back() -> None:
    """Whatever was committed since is lost."""
    with maintenance() as cursor:
        cursor.execute(f'DROP DATABASE "{name()}" WITH (FORCE)')
        cursor.execute(f'ALTER DATABASE "{name()}{COPY}" RENAME TO "{name()}"')
