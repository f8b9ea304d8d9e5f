"""The ASGI application behind `/incoming/`: takes what was signed for, gives nothing back."""

import asyncio
from pathlib import Path
from typing import IO

import anyio
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from lib.asgi.answers import begin_request, problem_answer, refusal_answer
from lib.asgi.bodies import Disconnected
from lib.errors import DomainError, ErrorCode, NotFound
from lib.signed_media.choosing import is_local
from lib.signed_media.incoming import is_used, new_draft, place, used
from lib.signed_media.targets import METHOD, Allowed, verify_upload

UPLOAD_SECONDS = 600  # 64 MiB at 0.9 Mbit/s
IDLE_SECONDS = 30


async def uploads(scope: Scope, receive: Receive, send: Send) -> None:
    """Store one file, or say why not in the API's error shape."""
    begin_request(scope)
    try:
        answer: Response = await _answer(scope, receive)
    except DomainError as error:
        answer = refusal_answer(error)
    except TimeoutError:
        answer = problem_answer(ErrorCode.REQUEST_TIMEOUT, "The file took too long.")
    except Disconnected:
        return
    await answer(scope, receive, send)


async def _answer(scope: Scope, receive: Receive) -> Response:
    if scope["method"] != METHOD:
        return problem_answer(
            ErrorCode.METHOD_NOT_ALLOWED, "Write only.", headers={"Allow": METHOD}
        )
    if not is_local():
        raise NotFound
    allowed = verify_upload(scope["path"].removeprefix("/"), scope["query_string"])
    _refuse_announced(Headers(scope=scope), allowed)
    if await anyio.to_thread.run_sync(is_used, allowed.key):
        raise used()
    draft = await anyio.to_thread.run_sync(new_draft, allowed.key)
    try:
        await _write(draft, receive, allowed.max_bytes)
        await anyio.to_thread.run_sync(place, allowed.key, draft)
    finally:
        draft.unlink(missing_ok=True)
    return Response(None, 200, headers={"Cache-Control": "no-store"})


def _refuse_announced(headers: Headers, allowed: Allowed) -> None:
    if headers.get("content-type") != allowed.content_type:
        raise DomainError(ErrorCode.UNSUPPORTED_MEDIA_TYPE, f"Send it as {allowed.content_type}.")
    length = headers.get("content-length", "0")
    if length.isascii() and length.isdigit() and int(length) > allowed.max_bytes:
        raise _too_large()


async def _write(draft: Path, receive: Receive, most: int) -> None:
    size, more = 0, True
    async with asyncio.timeout(UPLOAD_SECONDS):
        file: IO[bytes] = await anyio.to_thread.run_sync(draft.open, "wb")
        with file:
            while more:
                chunk, more = await _chunk(receive)
                size += len(chunk)
                if size > most:
                    raise _too_large()
                await anyio.to_thread.run_sync(file.write, chunk)
    if not size:
        raise DomainError(ErrorCode.MALFORMED, "Nothing was sent.")


async def _chunk(receive: Receive) -> tuple[bytes, bool]:
    async with asyncio.timeout(IDLE_SECONDS):
        message = await receive()
    if message["type"] == "http.disconnect":
        raise Disconnected
    return message.get("body", b""), message.get("more_body", False)


def _too_large() -> DomainError:
    return DomainError(ErrorCode.TOO_LARGE, "The file is too large.")
