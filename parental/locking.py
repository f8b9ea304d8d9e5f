"""One teen, several guardians: what no lock on one link's row can hold together."""

from uuid import UUID

from django.db import connection


def hold_family(teen_id: UUID) -> None:
    """What ends something for one teen waits for each other until the caller's transaction is over:
    else each of two guardians who leave at once would find that the other's release still stands.
    Taken before any row of a link."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"family:{teen_id}"]
        )
