"""Django's WSGI handler inside an ASGI process, through a2wsgi.

Never Django's own ASGI handler: three to ten times slower, and it leaked connections (measured).
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import structlog
from a2wsgi import WSGIMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.asgi.bodies import BoundedBodies

log = structlog.get_logger(__name__)

URL_BYTES = "".join(map(chr, range(0x21, 0x7F)))


def bridge(
    wsgi: Any, *, threads: int, body_limit: int, larger: Callable[[str], int] | None = None
) -> ASGIApp:
    """`wsgi` as an ASGI application on `threads` threads; bodies up to `body_limit` bytes, or up to
    what `larger` says of a path, which is 0 for all but a few."""
    middleware: Any = WSGIMiddleware(wsgi, workers=threads)
    return BoundedBodies(_Tidy(middleware), limit=body_limit, larger=larger)


class _Tidy:
    """Hands over what WSGI can express, and keeps a vanished client from blocking a thread."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(_as_wsgi_expects(scope), receive, _never_failing(send))


def _as_wsgi_expects(scope: Scope) -> Scope:
    """One Cookie header; no header whose underscore would pass for a hyphen; an ASCII query."""
    cookies = [value for name, value in scope["headers"] if name == b"cookie"]
    headers = [
        (name, value) for name, value in scope["headers"] if name != b"cookie" and b"_" not in name
    ]
    if cookies:
        headers.append((b"cookie", b"; ".join(cookies)))  # RFC 9113, 8.2.3
    query = quote(scope["query_string"], safe=URL_BYTES).encode()
    return {**scope, "headers": headers, "query_string": query}


def _never_failing(send: Send) -> Send:
    """a2wsgi's threads wait for ever for a sender that an exception has ended."""
    gone = False

    async def quiet(message: Message) -> None:
        nonlocal gone
        if gone:
            return
        try:
            await send(message)
        except Exception as error:  # noqa: BLE001 - whatever the server raises: nobody listens now
            gone = True
            log.info("client_gone", error=type(error).__name__)

    return quiet
