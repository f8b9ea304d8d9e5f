"""What was made out of what. Each question is one query, however many steps there are (G21)."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from generation.limits import MOST_STEPS

# `level` ends the walk even over rows that no trigger has seen.
_UP = """
WITH RECURSIVE way (id, level) AS (
    SELECT unnest(%s::uuid[]), 0
    UNION
    SELECT step.source_id, way.level + 1
    FROM way JOIN generation_source AS step ON step.job_id = way.id
    WHERE step.source_id IS NOT NULL AND way.level < %s
)
SELECT DISTINCT id FROM way
"""
_DOWN = """
WITH RECURSIVE way (id, level) AS (
    SELECT unnest(%s::uuid[]), 0
    UNION
    SELECT step.job_id, way.level + 1
    FROM way JOIN generation_source AS step ON step.source_id = way.id
    WHERE way.level < %s
)
SELECT DISTINCT id FROM way
"""


def behind(job_ids: Iterable[UUID]) -> set[UUID]:
    """These and all that they were made out of."""
    return _walk(_UP, job_ids)


def beyond(job_ids: Iterable[UUID]) -> set[UUID]:
    """These and all that was made out of them."""
    return _walk(_DOWN, job_ids)


def _walk(query: str, job_ids: Iterable[UUID]) -> set[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(query, [list(job_ids), MOST_STEPS])
        return {row[0] for row in cursor.fetchall()}
