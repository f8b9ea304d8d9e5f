"""After a new key came first in the keyring: write old values again, so that old keys may go."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection, models
from psycopg import sql

from lib.crypto.fields import SealedField
from lib.crypto.keyring import Keyring
from lib.crypto.sealed import key_of, seal, unseal

BATCH = 500


def sealed_fields() -> Iterator[SealedField]:
    """Every encrypted column of every room."""
    for model in apps.get_models():
        yield from (f for f in model._meta.local_fields if isinstance(f, SealedField))


def reseal(ring: Keyring) -> Counter[int]:
    """Write every value under the current key; returns how many values each old key still held.

    Value by value and only where it is unchanged meanwhile, so it may run beside everything else
    and be stopped and started at will.
    """
    found: Counter[int] = Counter()
    for field in sealed_fields():
        for pk, value in _values(field):
            if (key := key_of(value)) != ring.current:
                found[key] += 1
                plain = unseal(value, place=field.place(), keyring=ring)
                _replace(field, pk, value, seal(plain, place=field.place(), keyring=ring))
    return found


def _names(field: SealedField) -> dict[str, sql.Identifier]:
    model: type[models.Model] = field.model
    key = model._meta.pk
    assert key is not None  # noqa: S101 - every concrete model has one
    return {
        "table": sql.Identifier(model._meta.db_table),
        "key": sql.Identifier(str(key.column)),
        "column": sql.Identifier(str(field.column)),
    }


def _values(field: SealedField) -> Iterator[tuple[Any, bytes]]:
    query = sql.SQL(
        "SELECT {key}, {column} FROM {table} WHERE {column} IS NOT NULL AND {key} > %s"
        " ORDER BY {key} LIMIT %s"
    ).format(**_names(field))
    first = sql.SQL(
        "SELECT {key}, {column} FROM {table} WHERE {column} IS NOT NULL ORDER BY {key} LIMIT %s"
    ).format(**_names(field))
    with connection.cursor() as cursor:
        cursor.execute(first, [BATCH])
        while rows := cursor.fetchall():
            yield from ((pk, bytes(value)) for pk, value in rows)
            cursor.execute(query, [rows[-1][0], BATCH])


def _replace(field: SealedField, pk: Any, old: bytes, new: bytes) -> None:
    query = sql.SQL("UPDATE {table} SET {column} = %s WHERE {key} = %s AND {column} = %s")
    with connection.cursor() as cursor:
        cursor.execute(query.format(**_names(field)), [new, pk, old])
