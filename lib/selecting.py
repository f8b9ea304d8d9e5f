"""Fetching is authorising: what is missing and what is somebody else's are one answer."""

from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from lib.errors import NotFound
from lib.ids import InvalidId, decode
from lib.models import TypedIdModel

M = TypeVar("M", bound=Model)
T = TypeVar("T", bound=TypedIdModel)


def one_of(rows: QuerySet[M], key: UUID) -> M:
    """The one of `rows`, which its reader may see, that has this key. Raises NotFound."""
    row = rows.filter(pk=key).first()
    if row is None:
        raise NotFound
    return row


def with_public_id(rows: QuerySet[T], public_id: str) -> T | None:
    """The one of `rows` that has this typed id; None where none has, or it is no such id."""
    try:
        key = decode(rows.model.id_kind, public_id)
    except InvalidId:
        return None
    return rows.filter(pk=key).first()
