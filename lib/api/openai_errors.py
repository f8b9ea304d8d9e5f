"""Errors of the routes below /v1 in the shape that the `openai` package turns into its classes."""

from typing import Any

from django.http import JsonResponse
from drf_standardized_errors.handler import exception_handler
from rest_framework.response import Response

from lib.api.unavailable import RETRY_AFTER
from lib.errors import ErrorCode

ROOT = "/v1/"
INVALID_KEY = "invalid_api_key"  # what that package's users search for
KINDS = {401: "authentication_error", 403: "permission_error", 429: "rate_limit_error"}


def openai_error(*, status: int, code: str, message: str, param: str | None) -> dict[str, Any]:
    """The body of an error. Codes are those of `/api/v1`, but for 401."""
    kind = KINDS.get(status, "server_error" if status >= 500 else "invalid_request_error")
    code = INVALID_KEY if status == 401 else code
    return {"error": {"message": message, "type": kind, "param": param, "code": code}}


def openai_exceptions(error: Exception, context: Any) -> Response | None:
    """The exception handler of views below /v1: ours, said in that shape."""
    response: Response | None = exception_handler(error, context)
    if response is None:
        return None
    first = response.data["errors"][0]
    response.data = openai_error(
        status=response.status_code,
        code=str(first["code"]),
        message=str(first["detail"]),
        param=first["attr"],
    )
    return response


def openai_problem(code: ErrorCode, message: str, *, status: int) -> JsonResponse:
    """The same for those who answer without DRF: middleware and error pages."""
    content = openai_error(status=status, code=code.value, message=message, param=None)
    response = JsonResponse(content, status=status, headers={"Cache-Control": "no-store"})
    if status == 503:
        response["Retry-After"] = str(RETRY_AFTER)
    return response
