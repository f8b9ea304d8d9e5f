"""Locks of the database that name what no row stands for yet."""

from django.db import connection


def hold_name(name: str) -> None:
    """Nobody else holds this name until the caller's transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
