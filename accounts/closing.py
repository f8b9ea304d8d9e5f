"""What somebody may still do while they are leaving: deny by default.

Everything that takes an access token asks `tokens.read_token`, which refuses whoever is leaving
unless the route stands here; sockets and `/v1` so refuse without a word of their own.
"""

import re

from django.utils.translation import gettext as _
from rest_framework.request import Request

from lib.errors import DomainError, ErrorCode

API = "api/v1/"
OPEN = frozenset({"GET me", "HEAD me", "DELETE me", "POST me/restoration"})
EXPORTS = re.compile(r"me/exports(/.*)?")  # taking one's things along, by any method
# Of the routes under /_allauth/app/ these change how one signs in.
SIGN_IN_IS_CHANGED = "v1/account/"


def is_open_route(method: str, route: str) -> bool:
    """Whether whoever is leaving may use this route of the URLconf."""
    if not route.startswith(API):
        return False
    path = route.removeprefix(API)
    return f"{method} {path}" in OPEN or EXPORTS.fullmatch(path) is not None


def is_open(request: Request) -> bool:
    """The same of a request."""
    match = request.resolver_match
    return match is not None and is_open_route(str(request.method), match.route)


def closing_refusal() -> DomainError:
    """The answer everywhere else."""
    return DomainError(
        ErrorCode.ACCOUNT_CLOSING,
        _("This account is being closed. Restore it first, or take your data along."),
    )
