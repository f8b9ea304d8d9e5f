from starlette.types import ASGIApp, Receive, Scope, Send

from inbox.socket.consumer import EventSocket
from inbox.socket.refusals import deny
from lib.asgi.answers import begin_request
from lib.errors import NotFound

PATH = "/ws/v1"
_event_socket: ASGIApp = EventSocket.as_asgi()  # type: ignore[assignment]  # its own ASGI types


async def sockets(scope: Scope, receive: Receive, send: Send) -> None:
    """The ASGI application of all sockets: `/ws/v1`, and 404 for any other path."""
    if scope["path"] == PATH:
        await _event_socket(scope, receive, send)
        return
    begin_request(scope)
    await receive()
    await deny(dict(scope), send, NotFound())
