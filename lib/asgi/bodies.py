"""Request bodies of a bounded size, read whole before anybody works on them.

A thread that runs Django is dear; it must not wait for a slow or endless sender. Bodies are
JSON and small, so they fit into memory; of the few that are larger (pictures beside reports) a
process holds so many at once and no more.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.asgi.answers import begin_request, problem_answer
from lib.errors import ErrorCode

LARGE_AT_ONCE = 4
AGAIN_AFTER = 5  # seconds, for whoever came while so many were held
BODY_SECONDS = 30  # for 256 KiB: 9 kB a second, which a bad mobile connection reaches


class TooLarge(Exception):
    """The body is beyond the limit."""


class Full(Exception):
    """As many large bodies are held as may be."""


class Disconnected(Exception):
    """The client went away before its body was whole."""


class BoundedBodies:
    """413 beyond `limit` bytes, told by Content-Length or counted, or beyond what `larger` allows a
    path; 408 for slow senders, 429 for one large body too many."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        limit: int,
        seconds: float = BODY_SECONDS,
        larger: Callable[[str], int] | None = None,
    ) -> None:
        self.app = app
        self.limit = limit
        self.seconds = seconds
        self.larger = larger or (lambda path: 0)
        self.large = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        limit = max(self.limit, self.larger(scope.get("path", "")))
        with ExitStack() as held:
            try:
                held.enter_context(self._room(Headers(scope=scope), limit))
                async with asyncio.timeout(self.seconds):
                    body = await self._read(receive, limit)
            except TooLarge:
                begin_request(scope)
                answer = problem_answer(ErrorCode.TOO_LARGE, "The body is too large.")
                return await answer(scope, receive, send)
            except TimeoutError:
                begin_request(scope)
                answer = problem_answer(ErrorCode.REQUEST_TIMEOUT, "The body took too long.")
                return await answer(scope, receive, send)
            except Full:
                begin_request(scope)
                said = "Too many files are being sent. Wait a moment."
                again = {"Retry-After": str(AGAIN_AFTER)}
                answer = problem_answer(ErrorCode.THROTTLED, said, headers=again)
                return await answer(scope, receive, send)
            except Disconnected:
                return None
            return await self.app(_with_length(scope, len(body)), _once(body, receive), send)

    @contextmanager
    def _room(self, headers: Headers, limit: int) -> Iterator[None]:
        """For this body, as long as it is held. One that does not say its length may be large."""
        least = limit if limit > self.limit else 0
        length = headers.get("content-length", str(least))
        size = int(length) if length.isascii() and length.isdigit() else least
        if size > limit:
            raise TooLarge
        large = size > self.limit
        if large and self.large >= LARGE_AT_ONCE:
            raise Full
        self.large += large
        try:
            yield
        finally:
            self.large -= large

    async def _read(self, receive: Receive, limit: int) -> bytes:
        chunks: list[bytes] = []
        size = 0
        more = True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise Disconnected
            chunk = message.get("body", b"")
            size += len(chunk)
            if size > limit:
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
