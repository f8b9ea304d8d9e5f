import re

from django.utils.translation import gettext as _
from rest_framework.request import Request

from lib.api.fields import LARGEST_INTEGER
from lib.errors import DomainError, ErrorCode

DEFAULT_LIMIT = 50
LARGEST_LIMIT = 100
NUMBER = re.compile(r"0|[1-9][0-9]{0,15}", re.ASCII)


def read_parameters(request: Request) -> tuple[int | None, int]:
    """`after` and `limit` of the query. Raises DomainError `unknown_field` or `invalid`."""
    query = request.query_params
    if set(query) - {"after", "limit"}:
        raise DomainError(ErrorCode.UNKNOWN_FIELD, _("This address takes `after` and `limit`."))
    after = _number(query.getlist("after"), "after", low=0, high=LARGEST_INTEGER)
    limit = _number(query.getlist("limit"), "limit", low=1, high=LARGEST_LIMIT)
    return after, limit or DEFAULT_LIMIT


def _number(given: list[str], name: str, *, low: int, high: int) -> int | None:
    if not given:
        return None
    if len(given) > 1 or not NUMBER.fullmatch(given[0]) or not low <= int(given[0]) <= high:
        raise DomainError(
            ErrorCode.INVALID,
            _("A whole number from %(low)s to %(high)s is expected.") % {"low": low, "high": high},
            attr=name,
        )
    return int(given[0])
