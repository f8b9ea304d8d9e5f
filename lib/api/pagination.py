"""Lists by keyset: stable while rows come and go, and as fast on page 1,000 as on page 1."""

import re
from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from lib.api import cursors
from lib.errors import DomainError, ErrorCode

M = TypeVar("M", bound=Model)

DEFAULT_LIMIT = 20
LARGEST_LIMIT = 100
LIMIT = re.compile(r"[1-9][0-9]{0,2}", re.ASCII)


def keyset_page(
    request: Request,
    queryset: QuerySet[M],
    *,
    order: tuple[str, ...],
    serialize: Callable[[M], Any],
    filters: frozenset[str] = frozenset(),
    most: int = LARGEST_LIMIT,
) -> Response:
    """`{"results": […], "next": "<cursor>" | null}` after the request's `cursor` and `limit`.

    `order` names fields or annotations that are never NULL, as in `order_by`; the primary key is
    added as the last, so that rows with equal values neither repeat nor get lost. `serialize`
    turns one row into JSON values; `filters` names the query parameters that the view itself has
    read; a page holds no more than `most` rows, whatever the request's `limit`. Raises DomainError
    `invalid_cursor`, `invalid` or, for any other parameter, `unknown_field`.
    """
    _refuse_unknown(request, filters)
    limit = min(_limit(request), most)
    order = _total(order)
    bound_to = _binding(request, order)
    rows = queryset.order_by(*order)
    if (cursor := _single(request, "cursor")) is not None:
        rows = rows.filter(_after(order, cursors.read(cursor, bound_to=bound_to)))
    page = list(rows[: limit + 1])
    more = len(page) > limit
    page = page[:limit]
    following = cursors.write(_position(order, page[-1]), bound_to=bound_to) if more else None
    return Response({"results": [serialize(row) for row in page], "next": following})


def _refuse_unknown(request: Request, filters: frozenset[str]) -> None:
    if set(request.query_params) - filters - {"cursor", "limit"}:
        raise DomainError(ErrorCode.UNKNOWN_FIELD, _("This list takes no such parameter."))


def _single(request: Request, name: str) -> str | None:
    given = request.query_params.getlist(name)
    if len(given) > 1:
        raise DomainError(ErrorCode.INVALID, _("This parameter is given twice."), attr=name)
    return given[0] if given else None


def _limit(request: Request) -> int:
    text = _single(request, "limit")
    if text is None:
        return DEFAULT_LIMIT
    if not LIMIT.fullmatch(text) or int(text) > LARGEST_LIMIT:
        raise DomainError(
            ErrorCode.INVALID, _("A whole number from 1 to 100 is expected."), attr="limit"
        )
    return int(text)


def _binding(request: Request, order: tuple[str, ...]) -> str:
    """Viewer, concrete path and order: a cursor of one list is nothing in another."""
    viewer = request.user.pk if request.user else None
    return "\n".join([str(viewer), request.path, *order])


def _total(order: tuple[str, ...]) -> tuple[str, ...]:
    if order[-1].lstrip("-") in ("id", "pk"):
        return order
    return (*order, "-id" if order[-1].startswith("-") else "id")


def _position(order: tuple[str, ...], row: Model) -> cursors.Position:
    return tuple(_value(row, name.lstrip("-")) for name in order)


def _value(row: Any, path: str) -> Any:
    for name in path.split("__"):
        row = getattr(row, name)
    return row


def _after(order: tuple[str, ...], position: cursors.Position) -> Q:
    """Rows behind `position`: equal in the first n fields and behind in the next, for some n."""
    behind = Q()
    equal = Q()
    for name, value in zip(order, position, strict=True):
        field = name.lstrip("-")
        comparison = "lt" if name.startswith("-") else "gt"
        behind |= equal & Q(**{f"{field}__{comparison}": value})
        equal &= Q(**{field: value})
    return behind
