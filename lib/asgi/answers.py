"""Answers of ASGI applications in the API's one error shape."""

from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import Scope

from lib.api import request_id
from lib.api.problems import kind_of, problem
from lib.api.unavailable import RETRY_AFTER
from lib.errors import HTTP_STATUS, DomainError, ErrorCode


def begin_request(scope: Scope) -> str:
    """Give this request its id (offered by a proxy or client, else made)."""
    return request_id.begin(Headers(scope=scope).get(request_id.HEADER))


def problem_answer(
    code: ErrorCode, detail: str, *, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """A whole answer for a code, uncacheable, with the current request id."""
    status = HTTP_STATUS[code]
    kept = {
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        request_id.HEADER: request_id.current(),
        **({"Retry-After": str(RETRY_AFTER)} if status == 503 else {}),
        **(headers or {}),
    }
    return JSONResponse(problem(kind_of(status), code, detail), status, headers=kept)


def refusal_answer(error: DomainError) -> JSONResponse:
    """A whole answer for a refusal."""
    headers = {} if error.retry_after is None else {"Retry-After": str(error.retry_after)}
    return problem_answer(error.code, error.detail, headers=headers)
