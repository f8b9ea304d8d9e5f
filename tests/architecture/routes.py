"""Every route of `/api/v1`, found in the URLconf, so that no new one escapes a rule."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

ROOT = "api/v1/"


def routes() -> Iterator[tuple[str, Any]]:
    """Pairs of pattern (`people/<str:handle>`) and view class."""
    yield from _walk("", get_resolver().url_patterns)


def _walk(prefix: str, patterns: list[Any]) -> Iterator[tuple[str, Any]]:
    for entry in patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(path, entry.url_patterns)
        elif isinstance(entry, URLPattern) and path.startswith(ROOT):
            view = getattr(entry.callback, "view_class", None) or getattr(
                entry.callback, "cls", None
            )
            yield path.removeprefix("api/v1"), view


def methods(view: Any) -> list[str]:
    """The HTTP methods that a view answers, but OPTIONS and HEAD."""
    return [name for name in ("get", "post", "put", "patch", "delete") if getattr(view, name, None)]
