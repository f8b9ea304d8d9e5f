"""Makes /_allauth/app speak as /api/v1 does: strict bodies in, one error shape out."""

import io
from collections.abc import Callable
from typing import Any

from allauth.headless import app_settings
from allauth.headless.internal import sessionkit
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from accounts import age_gate
from accounts.api.allauth_errors import wrapped
from accounts.api.doors import BY_PATH, ROOT, Door
from accounts.closing import SIGN_IN_IS_CHANGED, closing_refusal
from accounts.services.people import UnderAge
from lib.api.exceptions import Formatter
from lib.api.parsers import StrictJSONParser
from lib.api.problems import domain_problem
from lib.errors import DomainError, ErrorCode, NotFound, StaleState

Next = Callable[[HttpRequest], HttpResponse]
JSON = "application/json"
# allauth raises a bare ValueError there when the sign-up behind a right code is gone.
VERIFY = "v1/auth/email/verify"


class AllauthErrorsMiddleware:
    """Only for paths under /_allauth/app/; everything else passes untouched."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if _is_ours(request) and response.status_code >= 400:
            return wrapped(response, path=request.path)
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Called by Django before the view: refuses closed doors and wrong bodies."""
        if not _is_ours(request):
            return None
        try:
            door = _door(request)
            _check_body(request, door)
            _refuse_whoever_leaves(request, door)
        except DomainError as error:
            return domain_problem(error)
        except ValidationError as error:
            return JsonResponse(_fields_wrong(error), status=400)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Called by Django for what the view raises."""
        if not _is_ours(request):
            return None
        if isinstance(error, ValueError) and request.path.endswith(VERIFY):
            error = StaleState()
        if not isinstance(error, DomainError):
            return None
        response = domain_problem(error)
        if isinstance(error, UnderAge):
            left = age_gate.seconds_left(request)
            response[age_gate.FLAG_HEADER] = age_gate.flag(left)
        return response


def _is_ours(request: HttpRequest) -> bool:
    return request.path.startswith(ROOT)


def _door(request: HttpRequest) -> Door:
    methods = BY_PATH.get(request.path.removeprefix(ROOT))
    if methods is None:
        raise NotFound
    if request.method not in methods:
        raise DomainError(ErrorCode.METHOD_NOT_ALLOWED, _("Not by this method."))
    return methods[request.method]


def _check_body(request: HttpRequest, door: Door) -> None:
    if request.method == "GET":
        return
    try:
        raw = request.body
    except RequestDataTooBig:
        raise DomainError(ErrorCode.TOO_LARGE, _("The body is too large.")) from None
    if raw and request.content_type != JSON:
        raise DomainError(ErrorCode.UNSUPPORTED_MEDIA_TYPE, _("Send application/json."))
    body = StrictJSONParser().parse(io.BytesIO(raw)) if raw else {}
    door.body(data=body).is_valid(raise_exception=True)


def _refuse_whoever_leaves(request: HttpRequest, door: Door) -> None:
    """They sign in and out; how they do it stays as it was."""
    if not door.path.startswith(SIGN_IN_IS_CHANGED):
        return
    token = app_settings.TOKEN_STRATEGY.get_session_token(request)
    found = sessionkit.authenticate_by_x_session_token(token) if token else None
    if found is not None and found[0].closed_at is not None:
        raise closing_refusal()


def _fields_wrong(error: ValidationError) -> dict[str, Any]:
    context: Any = {}  # the formatter needs none for validation errors
    body: dict[str, Any] = Formatter(error, context, error).run()
    return body
