"""The database that all others are copied from is made once, and only a whole one is copied."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from pytest_django.plugin import DjangoDbBlocker

from tests import migrated
from tests.settings import WORKER


def databases() -> list[str]:
    with connection._nodb_cursor() as cursor:
        return migrated._databases(cursor)


@pytest.fixture
def made(
    monkeypatch: pytest.MonkeyPatch, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[list[str]]:
    """Which databases were migrated; those of this test alone."""
    told: list[str] = []
    monkeypatch.setattr(migrated, "PREFIX", f"of_{WORKER}_")
    monkeypatch.setattr(migrated, "_migrate", lambda _, name: told.append(name))
    with django_db_blocker.unblock():
        yield told
        with connection._nodb_cursor() as cursor:
            for name in migrated._databases(cursor):
                cursor.execute(f'DROP DATABASE "{name}"')


def test_who_come_together_get_one(made: list[str]) -> None:
    def ask(_: int) -> str:
        try:
            return migrated.template(connection)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        names = set(pool.map(ask, range(3)))
    assert names == set(databases())
    assert len(made) == 1


def test_what_was_interrupted_is_never_copied(
    made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: object, name: str) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as once:
        once.setattr(migrated, "_migrate", interrupted)
        with pytest.raises(KeyboardInterrupt):
            migrated.template(connection)
    (left,) = databases()
    name = migrated.template(connection)
    assert made == [left]
    assert left != name
    assert databases() == [name]


def test_another_state_of_the_code_has_another(
    made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = migrated.template(connection)
    monkeypatch.setattr(migrated, "digest", lambda _: "changed")
    assert migrated.template(connection) != first
    assert len(made) == 2
