"""Request bodies of a bounded size, read whole before anybody works on them.

A thread that runs Django is dear; it must not wait for a slow or endless sender. Bodies are
JSON and small, so they fit into memory; the few that are larger (pictures beside reports) have
room of their own.
"""

import asyncio
import re
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, nullcontext

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lib.asgi.answers import begin_request, problem_answer
from lib.asgi.large import AGAIN_AFTER, Full, Room, Unnamed
from lib.errors import ErrorCode

BODY_SECONDS = 30  # for 256 KiB: 9 kB a second, which a bad mobile connection reaches
GRACE = 5.0  # seconds that a large body may lie behind its pace
PACE = 32 * 1024  # bytes a second: a picture of 1.5 MB comes over 0.3 Mbit/s, in 50 seconds
AGAIN = {"Retry-After": str(AGAIN_AFTER)}
LENGTH = re.compile(r"\d{1,18}", re.ASCII)
WITHOUT_BODY = {"GET", "HEAD", "OPTIONS"}  # they send nothing large, whatever the path takes


class TooLarge(Exception):
    """The body is beyond the limit."""


class Disconnected(Exception):
    """The client went away before its body was whole."""


class BoundedBodies:
    """413 beyond `limit` bytes, told by Content-Length or counted, or beyond what `larger` allows a
    path; 408 for slow senders. Large ones: 401 without a token, 429 where there is no room."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        limit: int,
        seconds: float = BODY_SECONDS,
        pace: float = PACE,
        larger: Callable[[str], int] | None = None,
    ) -> None:
        self.app = app
        self.limit = limit
        self.seconds = seconds
        self.pace = pace
        self.larger = larger or (lambda path: 0)
        self.room = Room()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        large = 0 if scope["method"] in WITHOUT_BODY else self.larger(scope.get("path", ""))
        limit = max(self.limit, large)
        with ExitStack() as held:
            try:
                is_large = self._is_large(Headers(scope=scope), limit)
                held.enter_context(self._room(scope, is_large=is_large))
                body = await self._read(receive, limit, is_large=is_large)
            except (TooLarge, TimeoutError, Unnamed, Full) as refused:
                begin_request(scope)
                return await _answer(refused)(scope, receive, send)
            except Disconnected:
                return None
            return await self.app(_with_length(scope, len(body)), _once(body, receive), send)

    def _is_large(self, headers: Headers, limit: int) -> bool:
        """One that does not say its length may be. Raises TooLarge."""
        least = limit if limit > self.limit else 0
        length = headers.get("content-length", str(least))
        size = int(length) if LENGTH.fullmatch(length) else least
        if size > limit:
            raise TooLarge
        return size > self.limit

    def _room(self, scope: Scope, *, is_large: bool) -> AbstractContextManager[None]:
        return self.room.taken(scope) if is_large else nullcontext()

    async def _read(self, receive: Receive, limit: int, *, is_large: bool) -> bytes:
        """Within the seconds; a large one as long as it keeps the pace, or it is let go at once.
        Raises TimeoutError, TooLarge, Disconnected."""
        chunks: list[bytes] = []
        size = 0
        begun = asyncio.get_running_loop().time()
        async with asyncio.timeout(min(GRACE, self.seconds) if is_large else self.seconds) as bound:
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
                if is_large:
                    bound.reschedule(begun + GRACE + size / self.pace)
        return b"".join(chunks)


def _answer(refused: Exception) -> JSONResponse:
    match refused:
        case TooLarge():
            return problem_answer(ErrorCode.TOO_LARGE, "The body is too large.")
        case Unnamed():
            return problem_answer(ErrorCode.NOT_AUTHENTICATED, "Sign in to send files.")
        case Full():
            said = "Too many files are being sent. Wait a moment."
            return problem_answer(ErrorCode.THROTTLED, said, headers=AGAIN)
        case _:
            return problem_answer(ErrorCode.REQUEST_TIMEOUT, "The body took too long.")


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
