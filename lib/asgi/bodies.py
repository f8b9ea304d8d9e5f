"""Request bodies of a bounded size, read whole before anybody works on them.

A thread that runs Django is dear; it must not wait for a slow or endless sender. Bodies are
JSON and small (media never passes through Django), so they fit into memory.
"""

import asyncio

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.asgi.answers import begin_request, problem_answer
from lib.errors import ErrorCode

BODY_SECONDS = 30  # for 256 KiB: 9 kB a second, which a bad mobile connection reaches


class TooLarge(Exception):
    """The body is beyond the limit."""


class Disconnected(Exception):
    """The client went away before its body was whole."""


class BoundedBodies:
    """413 beyond `limit` bytes, told by Content-Length or counted; 408 for slow senders."""

    def __init__(self, app: ASGIApp, *, limit: int, seconds: float = BODY_SECONDS) -> None:
        self.app = app
        self.limit = limit
        self.seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            self._refuse_announced(Headers(scope=scope))
            async with asyncio.timeout(self.seconds):
                body = await self._read(receive)
        except TooLarge:
            begin_request(scope)
            answer = problem_answer(ErrorCode.TOO_LARGE, "The body is too large.")
            return await answer(scope, receive, send)
        except TimeoutError:
            begin_request(scope)
            answer = problem_answer(ErrorCode.REQUEST_TIMEOUT, "The body took too long.")
            return await answer(scope, receive, send)
        except Disconnected:
            return None
        return await self.app(_with_length(scope, len(body)), _once(body, receive), send)

    def _refuse_announced(self, headers: Headers) -> None:
        length = headers.get("content-length", "0")
        if length.isascii() and length.isdigit() and int(length) > self.limit:
            raise TooLarge

    async def _read(self, receive: Receive) -> bytes:
        chunks: list[bytes] = []
        size = 0
        more = True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise Disconnected
            chunk = message.get("body", b"")
            size += len(chunk)
            if size > self.limit:
                raise TooLarge
            chunks.append(chunk)
            more = message.get("more_body", False)
        return b"".join(chunks)


def _with_length(scope: Scope, length: int) -> Scope:
    """WSGI reads no further than Content-Length says, and chunked bodies come without one."""
    framing = (b"content-length", b"transfer-encoding")
    had_one = any(name in framing for name, _ in scope["headers"])
    headers = [(name, value) for name, value in scope["headers"] if name not in framing]
    if length or had_one:
        headers.append((b"content-length", str(length).encode()))
    return {**scope, "headers": headers}


def _once(body: bytes, receive: Receive) -> Receive:
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay
