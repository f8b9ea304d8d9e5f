"""Fetching is authorising: what is missing and what is somebody else's are one answer."""

from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from lib.errors import NotFound

M = TypeVar("M", bound=Model)


def one_of(rows: QuerySet[M], key: UUID) -> M:
    """The one of `rows`, which its reader may see, that has this key. Raises NotFound."""
    row = rows.filter(pk=key).first()
    if row is None:
        raise NotFound
    return row
