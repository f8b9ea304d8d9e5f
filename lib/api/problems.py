"""The one shape of an error, for those who answer without DRF: middleware and error pages."""

from typing import Any

from django.http import HttpRequest, JsonResponse

from lib.api import request_id
from lib.api.unavailable import RETRY_AFTER
from lib.errors import HTTP_STATUS, DomainError, ErrorCode

JSON_PATHS = ("/api/", "/_allauth/")
UNAVAILABLE_DETAIL = "A server that this needs is away. Try again."


def speaks_json(request: HttpRequest) -> bool:
    """True for the paths whose clients read JSON; all others get a page."""
    return request.path.startswith(JSON_PATHS)


def problem(kind: str, code: ErrorCode, detail: str, attr: str | None = None) -> dict[str, Any]:
    """An error body with one error."""
    return {
        "type": kind,
        "errors": [{"code": code.value, "detail": detail, "attr": attr}],
        "request_id": request_id.current(),
    }


def kind_of(status: int, attr: str | None = None) -> str:
    """`validation_error` speaks of a field, `client_error` of the request, `server_error` of us."""
    if status >= 500:
        return "server_error"
    return "validation_error" if status == 400 and attr else "client_error"


def problem_response(code: ErrorCode, detail: str, *, status: int | None = None) -> JsonResponse:
    """A whole answer for a code."""
    status = status or HTTP_STATUS[code]
    response = JsonResponse(problem(kind_of(status), code, detail), status=status)
    response["Cache-Control"] = "no-store"
    if status == 503:
        response["Retry-After"] = str(RETRY_AFTER)
    return response


def domain_problem(error: DomainError) -> JsonResponse:
    """A whole answer for a refusal."""
    status = error.http_status
    body = problem(kind_of(status, error.attr), error.code, error.detail, error.attr)
    response = JsonResponse(body, status=status)
    response["Cache-Control"] = "no-store"
    if error.retry_after is not None:
        response["Retry-After"] = str(error.retry_after)
    return response
