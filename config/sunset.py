"""The end of a service, announced (O13): reading, leaving and taking back work, making does not.

`SUNSET_ON` is the one switch. Since it is set, every answer carries the day in the header `Sunset`
(RFC 8594), and requests that make something new are refused with `sunset`. Deny by default: a
route that writes is refused unless it stands in STILL; whatever is a DELETE takes something away.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date

from lib.api.openai_errors import ROOT, openai_problem
from lib.api.problems import problem_response
from lib.errors import HTTP_STATUS, ErrorCode
from lib.sunset import refusal

API = "api/v1"
SIGN_UP = re.compile(r"^_allauth/.*signup$")
HARMLESS = frozenset({"GET", "HEAD", "OPTIONS", "DELETE"})
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")

# What still writes, and why: nobody is kept in, and nothing that protects somebody ends early.
STILL = {
    "one's likeness is taken back or narrowed": (
        *("POST /cameos/{cameo_id}/revocation", "PUT /cameos/{cameo_id}/pause"),
        *("PATCH /cameos/{cameo_id}/permission", "PUT /cameos/{cameo_id}/restrictions"),
        "POST /cameos/{cameo_id}/requests/{request_id}/deny",
        "POST /cameos/enrolments/{enrolment_id}/cancel",
        *("POST /cameos/check", "POST /cameos/{cameo_id}/restrictions/compile"),
    ),
    "what runs is stopped, what was refused is contested": (
        *("POST /generations/{job_id}/cancel", "POST /generations/{job_id}/contest"),
        *("POST /me/impersonation/contest", "POST /posts/{post_id}/hidden/contest"),
        *("POST /me/decisions/{decision_id}/appeal", "POST /reports/{report_id}/appeal"),
        "POST /me/appeals/{appeal_id}/reply",
    ),
    "what is wrong is said": (
        *("POST /reports", "POST /reports/open", "POST /reports/open/confirm"),
        *("POST /reports/open/status", "POST /reports/{report_id}/attachments"),
    ),
    "people are kept apart": (
        *("PUT /people/{handle}/block", "PUT /people/{handle}/mute"),
        "POST /me/follow-requests/{handle}/decline",
    ),
    "young people are protected, and leave a guardian": (
        *("PATCH /me/safeguards", "POST /feeds/watching"),
        *("POST /family/links/{link_id}/leave", "POST /family/links/{link_id}/decline"),
        "PUT /family/links/{link_id}/age",
        "PUT /family/links/{link_id}/controls/{limit}",
        "POST /family/links/{link_id}/proposals",
        "POST /family/proposals/{proposal_id}/agree",
        "POST /family/proposals/{proposal_id}/disagree",
        "POST /family/proposals/{proposal_id}/withdraw",
    ),
    "an age is proved, or a parent's consent is": (
        *("POST /age/proof", "POST /me/age/appeal", "PUT /me/age/declared-range"),
        *("POST /me/age/verification", "PUT /me/age/verification", "PUT /me/store/apple"),
        *("POST /store/apple/consents", "POST /store/apple/notifications"),
        "POST /sign-in/apple/notices",
    ),
    # The view refuses whatever else its body asks for.
    "one makes oneself private": ("PATCH /me",),
    "one is told what happens, and says of what": (
        *("POST /me/notifications/seen", "PATCH /me/notifications/preferences"),
        "PUT /me/devices/{device_id}",
    ),
    "one signs in, reads what holds, and out": (
        *("POST /me/restoration", "POST /leaving"),
        *("PATCH /me/sessions/{session_id}", "POST /me/sessions/revoke-all"),
        *("PUT /me/policies/{name}", "PUT /family/links/{link_id}/policies/{name}"),
    ),
    "people take with them what is theirs": ("POST /me/exports",),
}
ALLOWED = frozenset(route for routes in STILL.values() for route in routes)


class SunsetMiddleware:
    """Announces the end and refuses what would make something new."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.SUNSET_ON is not None:
            response["Sunset"] = announced(settings.SUNSET_ON)
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Called by Django once the route is known."""
        match, ends = request.resolver_match, settings.SUNSET_ON
        if ends is None or match is None or not makes(request.method or "", match.route):
            return None
        detail = refusal(ends).detail
        if request.path.startswith(ROOT):
            return openai_problem(ErrorCode.SUNSET, detail, status=HTTP_STATUS[ErrorCode.SUNSET])
        return problem_response(ErrorCode.SUNSET, detail)


def makes(method: str, route: str) -> bool:
    """Whether a request to this route of the URLconf is refused once the end is announced."""
    if method in HARMLESS:
        return False
    if SIGN_UP.match(route):
        return True
    if route.startswith(ROOT.lstrip("/")):
        return True
    path = PARAMETER.sub(r"{\1}", route)
    return path.startswith(f"{API}/") and f"{method} {path.removeprefix(API)}" not in ALLOWED


def announced(ends: date) -> str:
    """The header's value: an HTTP-date."""
    return http_date(datetime.combine(ends, time(), UTC).timestamp())
