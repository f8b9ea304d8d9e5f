"""From allauth's error bodies to ours; what the app needs of its flow stays beside the errors."""

import json
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from lib.api import request_id
from lib.api.codes import BY_STATUS, public_code
from lib.api.problems import kind_of
from lib.errors import HTTP_STATUS, ErrorCode

RETRY_AFTER = 60  # seconds: the longest window of the common rates in allauth_settings.py
KEPT = ("data", "meta")

CODES = {
    "email_password_mismatch": ErrorCode.AUTHENTICATION_FAILED,
    "invalid_login": ErrorCode.AUTHENTICATION_FAILED,
    "too_many_login_attempts": ErrorCode.THROTTLED,
    "rate_limited": ErrorCode.THROTTLED,
    "incorrect_code": ErrorCode.INCORRECT_CODE,
    "invalid_or_expired_key": ErrorCode.INCORRECT_CODE,
    "invalid_password_reset": ErrorCode.INCORRECT_CODE,
    # Somebody else confirmed the address meanwhile: not to be told.
    "email_taken": ErrorCode.INCORRECT_CODE,
    "invalid_token": ErrorCode.AUTHENTICATION_FAILED,
    "connected_other": ErrorCode.STALE_STATE,
    "no_password": ErrorCode.STALE_STATE,
    "unverified_email": ErrorCode.EMAIL_NOT_VERIFIED,
    "cannot_generate_recovery_codes": ErrorCode.STALE_STATE,
    "enter_current_password": ErrorCode.INCORRECT_PASSWORD,
    "incorrect_password": ErrorCode.INCORRECT_PASSWORD,
    "password_too_short": ErrorCode.WEAK_PASSWORD,
    "password_too_common": ErrorCode.WEAK_PASSWORD,
    "password_too_similar": ErrorCode.WEAK_PASSWORD,
    "password_entirely_numeric": ErrorCode.WEAK_PASSWORD,
}
# Errors about the whole request, though allauth hangs them on a field.
WITHOUT_ATTR = {ErrorCode.AUTHENTICATION_FAILED, ErrorCode.THROTTLED}


def wrapped(response: HttpResponse, *, path: str) -> HttpResponse:
    """The same refusal in our shape; what has it already stays as it is."""
    said = _body_of(response)
    if "request_id" in said:
        return response
    errors = [_error(one, response.status_code) for one in said.get("errors", [])]
    if not errors:
        errors = [_bare(_bare_code(said, response.status_code, path))]
    status = response.status_code
    if status == 400:
        status = HTTP_STATUS[ErrorCode(errors[0]["code"])]
    body = {
        "type": kind_of(status, errors[0]["attr"]),
        "errors": errors,
        "request_id": request_id.current(),
        **{name: said[name] for name in KEPT if name in said},
    }
    answer = JsonResponse(body, status=status)
    answer["Cache-Control"] = "no-store"
    if status == 429:
        answer["Retry-After"] = str(RETRY_AFTER)
    return answer


def _body_of(response: HttpResponse) -> dict[str, Any]:
    try:
        body = json.loads(response.content)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _error(one: dict[str, Any], status: int) -> dict[str, Any]:
    code = CODES.get(one["code"]) or public_code(one["code"], status)
    attr = None if code in WITHOUT_ATTR else one.get("param")
    return {"code": code.value, "detail": one["message"], "attr": attr}


def _bare_code(said: dict[str, Any], status: int, path: str) -> ErrorCode:
    if status == 401 and said.get("meta", {}).get("is_authenticated"):
        return ErrorCode.REAUTHENTICATION_REQUIRED
    if status == 400 and path.endswith("tokens/refresh"):
        return ErrorCode.AUTHENTICATION_FAILED
    return BY_STATUS.get(status, ErrorCode.INVALID)


def _bare(code: ErrorCode) -> dict[str, Any]:
    return {"code": code.value, "detail": _detail(code), "attr": None}


def _detail(code: ErrorCode) -> str:
    return {
        ErrorCode.NOT_AUTHENTICATED: _("You are not signed in yet; data.flows says what is next."),
        ErrorCode.AUTHENTICATION_FAILED: _("This token is not valid."),
        ErrorCode.THROTTLED: _("Too many tries. Wait a little."),
        ErrorCode.REAUTHENTICATION_REQUIRED: _("Prove once more that it is you; see data.flows."),
        ErrorCode.STALE_STATE: _("This step is not open now."),
        ErrorCode.GONE: _("This session is over."),
    }.get(code, _("The request was refused."))
