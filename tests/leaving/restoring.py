"""A database is copied, and put back from the copy, as an operator does it."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import sleep
from typing import Any

from django.db import ProgrammingError, connection
from psycopg.errors import InsufficientPrivilege

COPY = "_copy"
TRIES = 120  # half a second apart: autovacuum looks into a small database no longer


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
        _drop(cursor, f"{name()}{COPY}")
        cursor.execute(f'CREATE DATABASE "{name()}{COPY}" TEMPLATE "{name()}"')


def put_back() -> None:
    """Whatever was committed since is lost."""
    with maintenance() as cursor:
        _drop(cursor, name())
        cursor.execute(f'ALTER DATABASE "{name()}{COPY}" RENAME TO "{name()}"')


def _drop(cursor: Any, database: str) -> None:
    """Where the server's own autovacuum is in it, whoever is no superuser may not end that."""
    for _ in range(TRIES):
        try:
            cursor.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
        except ProgrammingError as error:
            if not isinstance(error.__cause__, InsufficientPrivilege):
                raise
            sleep(0.5)
        else:
            return
    raise TimeoutError(database)
