"""The one exception handler of DRF views: whatever happens, the client sees our shape."""

from typing import Any

import structlog
from django.core import signals
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from drf_standardized_errors.formatter import ExceptionFormatter
from drf_standardized_errors.handler import ExceptionHandler
from drf_standardized_errors.types import ErrorResponse
from rest_framework.exceptions import APIException, ErrorDetail, ParseError
from rest_framework.response import Response

from lib.api import request_id
from lib.api.codes import public_code
from lib.api.problems import UNAVAILABLE_DETAIL, kind_of
from lib.api.unavailable import RETRY_AFTER, UNAVAILABLE, log_absence
from lib.errors import DomainError, ErrorCode

log = structlog.get_logger(__name__)


class Refusal(APIException):
    """A DomainError on its way through DRF."""

    def __init__(self, error: DomainError) -> None:
        super().__init__(ErrorDetail(error.detail, error.code.value))
        self.status_code = error.http_status
        self.attr = error.attr
        self.wait = error.retry_after


class ServerAway(APIException):
    """One of UNAVAILABLE on its way through DRF."""

    status_code = 503
    default_detail = UNAVAILABLE_DETAIL
    default_code = ErrorCode.TEMPORARILY_UNAVAILABLE.value
    wait = RETRY_AFTER


class Formatter(ExceptionFormatter):
    """Adds the request id, keeps to the public codes, names fields by their path alone."""

    def get_error_type(self) -> Any:
        attr = getattr(self.exc, "attr", None)
        if self.exc.status_code == 400 and isinstance(self.exc, Refusal):
            return kind_of(400, attr)
        return super().get_error_type()

    def format_error_response(self, error_response: ErrorResponse) -> dict[str, Any]:
        status = self.exc.status_code
        return {
            "type": error_response.type,
            "errors": [
                {
                    "code": public_code(error.code, status).value,
                    "detail": error.detail,
                    "attr": _field_path(error.attr) or getattr(self.exc, "attr", None),
                }
                for error in error_response.errors
            ],
            "request_id": request_id.current(),
        }


class Handler(ExceptionHandler):
    """Maps what services and servers raise; logs what nobody foresaw."""

    def convert_known_exceptions(self, exc: Exception) -> Exception:
        if isinstance(exc, DomainError):
            return Refusal(exc)
        if isinstance(exc, UNAVAILABLE):
            log_absence(exc)
            return ServerAway()
        if isinstance(exc, RequestDataTooBig):
            return Refusal(DomainError(ErrorCode.TOO_LARGE, "The body is too large."))
        if isinstance(exc, SuspiciousOperation):
            return ParseError("The request is malformed.")
        known: Exception = super().convert_known_exceptions(exc)
        return known

    def get_headers(self, exc: APIException) -> dict[str, str]:
        headers: dict[str, str] = super().get_headers(exc)
        wait = getattr(exc, "wait", None)
        if wait is not None:
            headers["Retry-After"] = str(max(1, round(wait)))
        return headers

    def report_exception(self, exc: APIException, response: Response) -> None:
        """Trackers hear the signal; the log gets frames, never values (config/logging)."""
        if exc.status_code < 500 or isinstance(exc, ServerAway | Refusal):
            return
        drf_request = self.context.get("request")
        signals.got_request_exception.send(
            sender=None, request=drf_request._request if drf_request else None
        )
        log.error("unhandled_exception", exc_info=self.exc)


def _field_path(attr: str | None) -> str | None:
    if attr is None:
        return None
    path = ".".join(part for part in attr.split(".") if part != "non_field_errors")
    return path or None
