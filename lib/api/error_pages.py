"""handler400, 403, 404, 500 and CSRF failures: JSON for API clients, a plain page for people."""

import sys

import structlog
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html

from lib.api import request_id
from lib.api.openai_errors import ROOT, openai_problem
from lib.api.problems import UNAVAILABLE_DETAIL, problem_response, speaks_json
from lib.api.unavailable import RETRY_AFTER, UNAVAILABLE, log_absence
from lib.errors import HTTP_STATUS, ErrorCode

log = structlog.get_logger(__name__)

PAGE = (
    '<!doctype html><html lang="en"><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"><title>{status}</title>'
    "<h1>{status}</h1><p>{detail}</p><p><small>Request {request_id}</small></p></html>"
)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400"""
    if isinstance(exception, RequestDataTooBig):
        return _answer(request, ErrorCode.TOO_LARGE, "The body is too large.")
    return _answer(request, ErrorCode.MALFORMED, "The request is malformed.")


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler403"""
    return _answer(request, ErrorCode.PERMISSION_DENIED, "You may not do this.")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """settings.CSRF_FAILURE_VIEW"""
    return _answer(request, ErrorCode.PERMISSION_DENIED, "The form is too old. Load it again.")


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler404"""
    return _answer(request, ErrorCode.NOT_FOUND, "There is nothing here for you.")


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500; Django calls it while the exception is being handled."""
    error = sys.exc_info()[1]
    if isinstance(error, UNAVAILABLE):
        return unavailable(request, error)
    log.error("unhandled_exception", exc_info=error or True)
    return _answer(request, ErrorCode.INTERNAL, "Something went wrong on our side.")


def unavailable(request: HttpRequest, error: Exception) -> HttpResponse:
    """503 for a server of ours that is away."""
    log_absence(error)
    response = _answer(request, ErrorCode.TEMPORARILY_UNAVAILABLE, UNAVAILABLE_DETAIL)
    response["Retry-After"] = str(RETRY_AFTER)
    return response


def _answer(request: HttpRequest, code: ErrorCode, detail: str) -> HttpResponse:
    if request.path.startswith(ROOT):
        return openai_problem(code, detail, status=HTTP_STATUS[code])
    if speaks_json(request):
        return problem_response(code, detail)
    status = HTTP_STATUS[code]
    page = format_html(PAGE, status=status, detail=detail, request_id=request_id.current())
    return HttpResponse(page, status=status, headers={"Cache-Control": "no-store"})
