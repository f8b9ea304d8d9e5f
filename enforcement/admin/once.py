"""A page asks the same of a row again and again: a field is read five times while it is drawn, and
sections ask what others asked."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest

F = TypeVar("F", bound=Callable[..., Any])
KEPT = "kept_for_the_page"


def once_a_row(read: F) -> F:
    """What `read` finds of a row, which it takes last, is asked once for as long as the row is
    held: on a page as long as the request. Whoever reads the row again asks again."""
    name = f"{read.__module__}.{read.__qualname__}"

    @wraps(read)
    def asked(*args: Any) -> Any:
        kept = vars(args[-1]).setdefault(KEPT, {})
        if name not in kept:
            kept[name] = read(*args)
        return kept[name]

    return asked  # type: ignore[return-value]


class HeldRowAdmin:
    """The row of a page is read once, not by each who asks for it: the page, what is shown besides,
    who works on it, and the record of the look. Only while somebody looks: what changes anything
    reads anew."""

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """As the admin does."""
        read: Any = super()
        if request.method != "GET":
            return read.get_object(request, object_id, from_field)
        kept = vars(request).setdefault(KEPT, {})
        if object_id not in kept:
            kept[object_id] = read.get_object(request, object_id, from_field)
        return kept[object_id]
