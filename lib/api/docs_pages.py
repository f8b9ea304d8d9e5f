"""The page that shows the OpenAPI document, kept from loading anything from elsewhere."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponseBase

# The viewer writes styles and start-up code into the page.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; "
    "frame-ancestors 'none'; base-uri 'none'"
)

View = Callable[..., HttpResponseBase]


def from_here_only(view: View) -> View:
    """Decorator: the browser refuses fonts, logos and scripts of other servers."""

    @wraps(view)
    def answer(*args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(*args, **kwargs)
        response.headers["Content-Security-Policy"] = POLICY
        return response

    return answer
