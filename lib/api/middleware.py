"""What surrounds every request: an id, one log line, 404 for NUL, and 503 where a server of ours is
away."""

import time
from collections.abc import Callable

import structlog
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject, empty

from lib.api import request_id
from lib.api.error_pages import unavailable
from lib.api.unavailable import UNAVAILABLE
from lib.ids import IdKind, encode

log = structlog.get_logger("access")

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
Next = Callable[[HttpRequest], HttpResponse]


class RequestContextMiddleware:
    """Gives the request its id and logs it once, without path, query, body or headers."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        identity = request_id.begin(request.headers.get(request_id.HEADER))
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=identity)
        response = self.get_response(request)
        response[request_id.HEADER] = identity
        log.info(
            "request",
            method=request.method if request.method in METHODS else "other",
            route=_route(request),
            status=response.status_code,
            ms=round((time.perf_counter() - started) * 1000, 1),
            user_id=_user_id(request),
        )
        return response


class NoNulMiddleware:
    """No name of anything holds NUL, which PostgreSQL takes in no text: 404, not a 500 of it."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path_info:
            raise Http404
        return self.get_response(request)


class UnavailableMiddleware:
    """Turns a lost server into 503 also where DRF is not asked: allauth, admin, pages."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Called by Django for what a view raises; the rest reaches error_pages.server_error."""
        return unavailable(request, error) if isinstance(error, UNAVAILABLE) else None


def _route(request: HttpRequest) -> str | None:
    """The pattern that matched, never the path: that may hold ids and handles."""
    return request.resolver_match.route if request.resolver_match else None


def _user_id(request: HttpRequest) -> str | None:
    """The person, if somebody already looked; never asks the database by itself."""
    user = request.__dict__.get("user")
    if isinstance(user, SimpleLazyObject) and user.__dict__.get("_wrapped") is empty:
        return None
    key = getattr(user, "pk", None)
    return encode(IdKind.USER, key) if key else None
