"""The ASGI application behind `/media/`: signed URLs, ranges, and nothing that was not signed."""

import os
import stat
from pathlib import Path
from urllib.parse import parse_qsl

import anyio
from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.types import Receive, Scope, Send

from lib.asgi.answers import begin_request, problem_answer, refusal_answer
from lib.errors import DomainError, ErrorCode, NotFound
from lib.signed_media.choosing import is_local
from lib.signed_media.keys import KeyRefused, is_public
from lib.signed_media.media_types import media_type
from lib.signed_media.signing import invalid, verify
from lib.signed_media.storage import storage_path

ROOT = "/media/"
METHODS = ("GET", "HEAD")
LONGEST_QUERY = 512
REQUIRED = {"expires", "signature"}


async def media(scope: Scope, receive: Receive, send: Send) -> None:
    """Serve one object, or say why not in the API's error shape."""
    begin_request(scope)
    try:
        answer: Response = await _answer(scope)
    except DomainError as error:
        answer = refusal_answer(error)
    await answer(scope, receive, send)


async def _answer(scope: Scope) -> Response:
    if scope["method"] not in METHODS:
        return problem_answer(
            ErrorCode.METHOD_NOT_ALLOWED, "Read only.", headers={"Allow": ", ".join(METHODS)}
        )
    key = scope["path"].removeprefix(ROOT)
    if not is_public(key) or not is_local():
        raise NotFound
    given = _parameters(scope["query_string"])
    filename = given.get("filename")
    left = verify(key, expires=given["expires"], signature=given["signature"], filename=filename)
    path, found = await anyio.to_thread.run_sync(_find, key)
    answer = FileResponse(
        path,
        headers=_headers(left),
        media_type=media_type(key),
        filename=filename,
        stat_result=found,
    )
    if _unchanged(Headers(scope=scope), answer.headers["etag"]):
        return Response(None, 304, {**_headers(left), "ETag": answer.headers["etag"]})
    return answer


def _parameters(query: bytes) -> dict[str, str]:
    """The three that we know, each once."""
    try:
        pairs = parse_qsl(
            query.decode("ascii"), keep_blank_values=True, strict_parsing=True, max_num_fields=3
        )
    except ValueError:
        raise invalid() from None
    given = dict(pairs)
    if len(query) > LONGEST_QUERY or len(given) != len(pairs):
        raise invalid()
    if not REQUIRED <= set(given) <= REQUIRED | {"filename"}:
        raise invalid()
    return given


def _find(key: str) -> tuple[Path, os.stat_result]:
    try:
        path = storage_path(key)
        found = path.stat(follow_symlinks=False)
    except (KeyRefused, OSError):
        raise NotFound from None
    if not stat.S_ISREG(found.st_mode):
        raise NotFound
    return path, found


def _headers(left: int) -> dict[str, str]:
    return {
        "Cache-Control": f"private, max-age={left}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Referrer-Policy": "no-referrer",
    }


def _unchanged(headers: Headers, etag: str) -> bool:
    known = [
        part.strip().removeprefix("W/") for part in headers.get("if-none-match", "").split(",")
    ]
    return etag in known or "*" in known
