"""The receiving end of a socket, which can be told to stop listening.

While a `receive` waits, granian 2.8 holds what a `websocket.close` needs: the close would go out
only when the client says something. So we stop listening first, and then close.
"""

import asyncio

from starlette.types import Message, Receive


class Ear:
    """An ASGI `receive` that after `hush` and `release` says that the client is gone."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._waiting: asyncio.Task[Message] | None = None
        self._hushed = False
        self._released = asyncio.Event()

    async def __call__(self) -> Message:
        if not self._hushed:
            self._waiting = asyncio.create_task(self._listen())
            try:
                return await self._waiting
            except asyncio.CancelledError:
                if not self._hushed:
                    raise
        await self._released.wait()
        return {"type": "websocket.disconnect", "code": 1005}

    async def hush(self) -> None:
        """Stop listening; returns when nobody waits for the client any more."""
        self._hushed = True
        if self._waiting and not self._waiting.done():
            self._waiting.cancel()
            await asyncio.wait([self._waiting])

    def release(self) -> None:
        """Whatever had to be said was said: whoever listens may go."""
        self._released.set()

    async def _listen(self) -> Message:
        return await self._receive()  # a plain awaitable in granian, not a coroutine
