"""One ASGI application out of several."""

from starlette.types import ASGIApp, Receive, Scope, Send

from lib.asgi.answers import begin_request, problem_answer
from lib.errors import ErrorCode


class Router:
    """Sockets, signed media, signed uploads and everything else behind one address; answers
    `lifespan` itself."""

    def __init__(
        self, *, sockets: ASGIApp, media: ASGIApp, rest: ASGIApp, uploads: ASGIApp | None = None
    ) -> None:
        self.sockets = sockets
        self.media = media
        self.uploads = uploads or nothing_here
        self.rest = rest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
        elif scope["type"] == "websocket":
            await self.sockets(scope, receive, send)
        elif scope["path"].startswith("/media/"):
            await self.media(scope, receive, send)
        elif scope["path"].startswith("/incoming/"):
            await self.uploads(scope, receive, send)
        else:
            await self.rest(scope, receive, send)


async def nothing_here(scope: Scope, receive: Receive, send: Send) -> None:
    """404 for whatever this process does not serve."""
    begin_request(scope)
    answer = problem_answer(ErrorCode.NOT_FOUND, "There is nothing here for you.")
    await answer(scope, receive, send)


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
