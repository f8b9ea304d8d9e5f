"""The screener's HTTP face."""

import asyncio
import hmac
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from moderation.screener.asking import MOST_BYTES, MOST_INPUTS, Refused, parse
from moderation.screener.stack import Stack

BODY_SECONDS = 10.0
MOST_WAITING = 4 * MOST_INPUTS  # texts in line; beyond, waiting would outlast every client


class Screener:
    """`key`: the bearer key that every question must carry; "" where none is wanted."""

    def __init__(self, stack: Stack, *, key: str = "") -> None:
        self.stack = stack
        self._key = key
        self._waiting = 0

    def application(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/v1/moderations", self.moderations, methods=["POST"]),
                Route("/healthz", self.healthz),
            ],
            exception_handlers={
                Refused: _refusal,
                HTTPException: _http_refusal,
                Exception: _failure,
            },
            lifespan=self._lifespan,
        )

    async def healthz(self, request: Request) -> Response:
        """Which detectors are loaded, and whether one hangs; 503 until all are loaded."""
        ready = bool(self.stack.detectors)
        detectors = [
            {"name": detector.name, "version": detector.version, "hung": detector.hung}
            for detector in self.stack.detectors
        ]
        status = "ready" if ready else "loading"
        return _answer({"status": status, "detectors": detectors}, 200 if ready else 503)

    async def moderations(self, request: Request) -> Response:
        self._authorise(request)
        asked = parse(await _body(request))
        if not self.stack.detectors:
            raise Refused("The detectors are being loaded.", status=503, code="loading")
        if self._waiting + len(asked.texts) > MOST_WAITING:
            raise Refused("Too much to read at once.", status=503, code="overloaded")
        self._waiting += len(asked.texts)
        try:
            return _answer(await self.stack.answer(asked), 200)
        finally:
            self._waiting -= len(asked.texts)

    def _authorise(self, request: Request) -> None:
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        if self._key and not hmac.compare_digest(given.encode(), self._key.encode()):
            raise Refused("Incorrect API key provided.", status=401, code="invalid_api_key")

    @asynccontextmanager
    async def _lifespan(self, application: Starlette) -> AsyncIterator[None]:
        loading = asyncio.create_task(self.stack.load())
        yield
        loading.cancel()


async def _body(request: Request) -> bytes:
    """The whole body. Raises Refused where it is too large or too slow."""
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > MOST_BYTES:
                    raise Refused("The body is too large.", status=413, code="too_large")
    except (TimeoutError, ClientDisconnect):
        raise Refused("The body did not come.", status=408, code="timeout") from None
    return bytes(body)


def _answer(content: object, status: int) -> Response:
    headers = {"Cache-Control": "no-store"} | ({"Retry-After": "2"} if status == 503 else {})
    return JSONResponse(content, status, headers=headers)


def _error(refused: Refused) -> Response:
    kind = "invalid_request_error" if refused.status < 500 else "server_error"
    error = {"message": refused.message, "type": kind, "param": refused.param, "code": refused.code}
    return _answer({"error": error}, refused.status)


def _refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)  # noqa: S101 - for the type checker
    return _error(error)


def _http_refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - for the type checker
    return _error(Refused(error.detail, status=error.status_code))


def _failure(request: Request, error: Exception) -> Response:
    return _error(Refused("Something broke here.", status=500))
