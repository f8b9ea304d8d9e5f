"""Turning a handshake down."""

from typing import Any

from inbox.socket.closing import close_code
from inbox.socket.line import Send
from lib.asgi.answers import refusal_answer
from lib.errors import DomainError

DENIAL = "websocket.http.response"  # ASGI's extension; granian and uvicorn have it


async def deny(scope: dict[str, Any], send: Send, error: DomainError) -> None:
    """HTTP status and error body instead of a socket; a bare 403 where the server cannot."""
    if DENIAL not in scope.get("extensions", {}):
        await send({"type": "websocket.close", "code": int(close_code(error.code))})
        return
    answer = refusal_answer(error)
    headers = answer.raw_headers
    await send({"type": f"{DENIAL}.start", "status": answer.status_code, "headers": headers})
    await send({"type": f"{DENIAL}.body", "body": answer.body, "more_body": False})
