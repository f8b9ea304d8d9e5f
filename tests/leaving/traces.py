"""Where something of a person is found: every column of every table, opened where it is sealed,
every file, every key of Redis."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dramatiq
from django.core.cache import cache
from django.db import connection

from config.demo.searching import found_in_tables, tables
from tests import roles

__all__ = ["as_owner", "in_files", "in_redis", "in_tables", "tables"]


@contextmanager
def as_owner() -> Iterator[None]:
    """With the rights of whoever owns the tables: no role sees them all."""
    before = roles._current[-1]
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    try:
        yield
    finally:
        roles.set_role(connection, before)


def in_tables(words: Iterable[str]) -> set[tuple[str, str]]:
    """`app.Model` and word, for every row in which one of them stands."""
    with as_owner():
        return set(found_in_tables(words))


def in_files(folder: Path, words: Iterable[str]) -> set[tuple[str, str]]:
    """Path and word, for every file that has one in its name or its bytes."""
    return {
        (str(path.relative_to(folder)), word)
        for path in folder.rglob("*")
        if path.is_file()
        for word in words
        if word.encode() in path.read_bytes() or word in str(path)
    }


def in_redis(words: Iterable[str]) -> set[tuple[str, str]]:
    """Key and word, for every key that has one in its name or value."""
    raw: Any = cache
    clients = [raw._cache.get_client(), dramatiq.get_broker().client]  # type: ignore[attr-defined]
    return {
        (key.decode(errors="replace"), word)
        for client in clients
        for key in client.scan_iter()
        for word in words
        if word.encode() in key or word.encode() in (client.dump(key) or b"")
    }
