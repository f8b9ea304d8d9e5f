"""One request and its answer: no redirects, so long and no longer, so much and no more."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import httpx

from generation.engines.remote.clients import client_of
from generation.engines.remote.faults import Broken, Unreached
from moderation.screener.loop import Loop, loop

MOST_ANSWER_BYTES = 1 << 20
CONNECT_SECONDS = 5.0
CALL_SECONDS = 30.0  # of one request, all of it
# Nothing is unpacked here: a few bytes could become any number.
PLAIN = {"Accept-Encoding": "identity"}


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Wire:
    """To one server. Raises Unreached where nothing was sent, Broken where it may have been."""

    base: str
    key: str = field(repr=False, default="")

    def call(
        self, method: str, path: str, *, seconds: float | None = None, **content: Any
    ) -> Answer:
        """The answer, whatever its status."""
        mine = loop()
        with _faults():
            limit = min(seconds or CALL_SECONDS, CALL_SECONDS)
            return mine.run(self._whole(mine, method, path, content), seconds=limit)

    @contextmanager
    def stream(self, path: str) -> Iterator[httpx.Response]:
        """An answer whose body is still to be read with `pieces`."""
        mine = loop()
        with _faults():
            response = mine.run(
                client_of(mine, self.base).send(self._request(mine, "GET", path, {}), stream=True),
                seconds=CALL_SECONDS,
            )
        try:
            yield response
        finally:
            with suppress(httpx.HTTPError, TimeoutError):
                mine.run(response.aclose(), seconds=CALL_SECONDS)

    async def _whole(
        self, mine: Loop, method: str, path: str, content: Mapping[str, Any]
    ) -> Answer:
        request = self._request(mine, method, path, content)
        response = await client_of(mine, self.base).send(request, stream=True)
        received = bytearray()
        try:
            _refuse_packed(response)
            async for piece in response.aiter_raw():
                received += piece
                if len(received) > MOST_ANSWER_BYTES:
                    raise Broken("endless")
        finally:
            await response.aclose()
        return Answer(response.status_code, response.headers, bytes(received))

    def _request(
        self, mine: Loop, method: str, path: str, content: Mapping[str, Any]
    ) -> httpx.Request:
        more = dict(content)
        headers = {**PLAIN, **more.pop("headers", {})}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        # The loop limits the whole; httpx would limit each read alone. A connection is limited by
        # itself: where there was none nothing was heard, and it may be tried again.
        limits = httpx.Timeout(None, connect=CONNECT_SECONDS)
        return client_of(mine, self.base).build_request(
            method, f"{self.base}/v1{path}", headers=headers, timeout=limits, **more
        )


def pieces(response: httpx.Response, *, seconds: float) -> Iterator[bytes]:
    """The body, as it comes; each piece within `seconds`. Raises Broken."""
    mine = loop()
    with _faults():
        _refuse_packed(response)
        body = response.aiter_raw()
        while True:
            piece = mine.run(_next(body), seconds=seconds)
            if piece is None:
                return
            yield piece


async def _next(body: AsyncIterator[bytes]) -> bytes | None:
    return await anext(body, None)


def _refuse_packed(response: httpx.Response) -> None:
    if response.headers.get("content-encoding", "identity").lower() != "identity":
        raise Broken("packed")


@contextmanager
def _faults() -> Iterator[None]:
    """What it says is not kept: it may hold an address."""
    try:
        yield
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol):
        raise Unreached from None
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, TimeoutError) as error:
        raise Broken(type(error).__name__) from None
