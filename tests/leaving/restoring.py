"""A database is copied, and put back from the copy, as an operator does it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from django.core.management import call_command
from django.db import ProgrammingError, connection
from psycopg.errors import InsufficientPrivilege

from audit.tombstones.writing import write_tombstones
from tests import roles

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


@pytest.fixture(autouse=True)
def outside(settings: Any, tmp_path: Path) -> Path:
    """A folder of this test's own."""
    settings.TOMBSTONE_DIR = tmp_path / "tombstones"
    settings.TOMBSTONE_BUCKET = settings.TOMBSTONE_COMMAND = ""
    return tmp_path / "tombstones"


@pytest.fixture
def write() -> Callable[[], int]:
    """As the scheduler's message does."""

    def run() -> int:
        with roles.acting_as("worker"):
            return write_tombstones()

    return run


@pytest.fixture
def replay() -> Callable[[], None]:
    def run() -> None:
        with roles.acting_as("worker"):
            call_command("replay_deletions")

    return run
