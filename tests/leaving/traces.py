"""Where something of a person is found: every column of every table, opened where it is sealed,
every file, every key of Redis."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dramatiq
from django.apps import apps
from django.core.cache import cache
from django.db import connection, models

from tests import roles


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


def tables() -> list[type[models.Model]]:
    return list(apps.get_models(include_auto_created=True))


def in_tables(words: Iterable[str]) -> set[tuple[str, str]]:
    """`app.Model` and word, for every row in which one of them stands; case does not matter."""
    wanted = [word.lower() for word in words]
    found = set()
    with as_owner():
        for model in tables():
            for row in model._base_manager.values().iterator():
                text = _text(row)
                found |= {(model._meta.label, word) for word in wanted if word in text}
    return found


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


def _text(row: dict[str, Any]) -> str:
    return " ".join(
        value.hex() if isinstance(value, bytes | memoryview) else str(value)
        for value in row.values()
    ).lower()
