"""An app at the other end of a socket, without a network between."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import async_to_sync
from starlette.types import Message

from inbox.socket.routing import sockets

SECONDS = 60  # only how long a broken product keeps us waiting
DENIAL: dict[str, Any] = {"websocket.http.response": {}}


def play(scenario: Callable[[], Awaitable[Any]]) -> Any:
    """Run an async scenario; its database work happens on this thread's connection."""
    return async_to_sync(scenario)()


class Phone:
    """`await Phone(token).dial()` gives None when accepted, else (HTTP status, error code).

    Stands in the context of the test, so that the product works on the test's own connection.
    """

    def __init__(
        self,
        token: str | None = None,
        *,
        path: str = "/ws/v1",
        headers: list[tuple[bytes, bytes]] | None = None,
        protocols: list[str] | None = None,
    ) -> None:
        if protocols is None:
            protocols = [] if token is None else ["zoetrope.v1", f"bearer.{token}"]
        path, _, query = path.partition("?")
        self.scope: dict[str, Any] = {
            "type": "websocket", "path": path, "query_string": query.encode(),
            "headers": headers or [], "subprotocols": protocols, "extensions": DENIAL,
        }  # fmt: skip
        self.protocol: str | None = None

    async def dial(self) -> tuple[int, str] | None:
        self._to: asyncio.Queue[Message] = asyncio.Queue()
        self._from: asyncio.Queue[Message] = asyncio.Queue()
        self._listens = False
        self._server = asyncio.create_task(sockets(self.scope, self._receive, self._send))
        self._server.add_done_callback(lambda _: self._from.put_nowait({"type": "ended"}))
        self._to.put_nowait({"type": "websocket.connect"})
        first = await self._output()
        if first["type"] == "websocket.accept":
            self.protocol = first.get("subprotocol")
            return None
        assert first["type"] == "websocket.http.response.start", first
        body = await self._output()
        return first["status"], json.loads(body["body"])["errors"][0]["code"]

    async def resume(self, after: int | None) -> None:
        await self.say({"resume_after": after})

    async def say(self, message: Any) -> None:
        await self.say_raw(json.dumps(message))

    async def say_raw(self, text: str) -> None:
        self._to.put_nowait({"type": "websocket.receive", "text": text})

    async def say_bytes(self, content: bytes) -> None:
        self._to.put_nowait({"type": "websocket.receive", "bytes": content})

    async def hear(self) -> dict[str, Any]:
        output = await self._output()
        assert output["type"] == "websocket.send", output
        message: dict[str, Any] = json.loads(output["text"])
        return message

    async def hear_ids(self, count: int) -> list[int]:
        return [(await self.hear())["id"] for _ in range(count)]

    async def hear_close(self) -> tuple[int, str]:
        """Skips what is still said before."""
        while True:
            output = await self._output()
            assert output["type"] != "ended", "it ended without a close"
            if output["type"] == "websocket.close":
                return output["code"], output["reason"]

    async def hears_ping(self) -> bool:
        message = await self.hear()
        return message["type"] == "ping" and set(message) == {"type", "at"}

    async def hears_nothing(self) -> bool:
        await asyncio.sleep(0.3)
        return self._from.empty()

    async def hang_up(self) -> None:
        """The client is gone; whatever the server still does ends here, or raises here."""
        self._to.put_nowait({"type": "websocket.disconnect", "code": 1000})
        async with asyncio.timeout(SECONDS):
            await self._server

    async def _receive(self) -> Message:
        self._listens = True
        try:
            return await self._to.get()
        finally:
            self._listens = False

    async def _send(self, message: Message) -> None:
        if message["type"] == "websocket.close":
            assert not self._listens, "granian holds a close back while a receive waits"
        await self._from.put(message)

    async def _output(self) -> Message:
        async with asyncio.timeout(SECONDS):
            return await self._from.get()


async def soon(condition: Callable[[], Any]) -> None:
    """Wait until something holds."""
    async with asyncio.timeout(SECONDS):
        while not condition():
            await asyncio.sleep(0.01)
