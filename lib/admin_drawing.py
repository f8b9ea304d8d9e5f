"""What unfold draws again for every row of a list though it is the same for all: drawn once.

Of a list of a hundred rows its headers were drawn a hundred times, which was more than half of the
page's time (`python -m benchmarks.enforcement`).
"""

from collections.abc import Callable, Iterable
from functools import cache, lru_cache, wraps
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

Draw = Callable[[Any], str]
Headers = Callable[[Any], Iterable[dict[str, Any]]]
KEY = "{key}"  # stands for the key of a row


def draw_once() -> None:
    """Called when the house is put together."""
    from unfold import admin, utils
    from unfold.templatetags import unfold_list

    unfold_list.result_headers = once_a_list(unfold_list.result_headers)
    utils._boolean_icon = once_a_language(utils._boolean_icon)
    admin.checkbox = Box(admin.checkbox)


def once_a_list(headers: Headers) -> Headers:
    """They are kept with the list, which lives as long as a request."""

    @wraps(headers)
    def of(changes: Any) -> Iterable[dict[str, Any]]:
        if "drawn_headers" not in vars(changes):
            changes.drawn_headers = list(headers(changes))
        drawn: list[dict[str, Any]] = changes.drawn_headers
        return drawn

    return of


def once_a_language(icon: Draw) -> Draw:
    """Of yes, no and unknown."""

    @lru_cache(maxsize=None, typed=True)
    def drawn(value: bool | None, language: str | None) -> str:
        return icon(value)

    @wraps(icon)
    def of(value: Any) -> str:
        return drawn(value, get_language())

    return of


class Box:
    """The box that chooses a row: the same for each but for its key."""

    def __init__(self, widget: Any) -> None:
        self.widget = widget
        self._drawn = cache(lambda name, language: str(widget.render(name, KEY)))

    def render(self, name: str, value: str) -> SafeString:
        """HTML."""
        drawn = self._drawn(name, get_language())
        return mark_safe(drawn.replace(KEY, escape(value)))  # noqa: S308 - the key is escaped
