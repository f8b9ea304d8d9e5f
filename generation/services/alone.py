"""Files are moved, erased and declared lost by one at a time each."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def alone_with(asset_id: int) -> Iterator[None]:
    """Nobody else touches the asset's files meanwhile. Whoever is killed lets go of it with their
    connection; in a transaction of the caller's it holds until that ends."""
    name = [f"files of asset {asset_id}"]
    if connection.in_atomic_block:
        _execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", name)
        yield
        return
    _execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", name)
    try:
        yield
    finally:
        if connection.connection is not None:
            _execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", name)


def _execute(query: str, name: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(query, name)
