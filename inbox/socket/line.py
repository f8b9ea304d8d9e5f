"""The sending end of one accepted socket: one writer at a time, deadlines, one close."""

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable
from typing import Any

from inbox.socket.closing import CloseCode, close_code
from inbox.socket.ear import Ear
from lib.errors import DomainError

SEND_SECONDS = 20  # a client that takes nothing for so long is gone, or wishes it were
CLOSE_SECONDS = 2  # for the error message, and again for the close; T2 leaves five for all
Send = Callable[[dict[str, Any]], Awaitable[None]]


class Line:
    """Wraps an ASGI `send`; `abort` ends the whole connection where even closing gets stuck."""

    def __init__(self, send: Send, *, ear: Ear, abort: Callable[[], object]) -> None:
        self._send = send
        self._ear = ear
        self._abort = abort
        self._busy = asyncio.Lock()
        self.closed = False
        self.reason: str | None = None

    async def say(self, message: dict[str, Any]) -> None:
        """Send one message; nothing after the close. Raises TimeoutError for a stuck client."""
        text = json.dumps(message, separators=(",", ":"))
        async with asyncio.timeout(SEND_SECONDS), self._busy:
            if not self.closed:
                await self._send({"type": "websocket.send", "text": text})

    async def refuse(self, error: DomainError) -> None:
        """Say what was wrong, in the words of the API's errors, and close."""
        data = {"code": error.code.value, "detail": error.detail}
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_SECONDS):
                await self.say({"type": "error", "data": data})
        await self.close(close_code(error.code), error.code.value)

    async def close(self, code: CloseCode, reason: str) -> None:
        """Close once; a client that does not even take that is cut off."""
        if self.closed:
            return
        self.closed = True
        self.reason = str(reason)
        try:
            async with asyncio.timeout(CLOSE_SECONDS), self._busy:
                await self._ear.hush()
                await self._send({"type": "websocket.close", "code": int(code), "reason": reason})
        except Exception:  # noqa: BLE001 - stuck, or a server's own error for a client that is gone
            self._abort()
        self._ear.release()
