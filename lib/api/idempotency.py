"""`Idempotency-Key` for views: the same request under the same key is done once."""

import hashlib
import json
import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotAuthenticated
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from lib.api.views import viewer_id
from lib.errors import DomainError, ErrorCode
from lib.idempotency import services

KEY = re.compile(r"[\x21-\x7e]{1,255}")
KEPT_HEADERS = ("Location", "ETag")

Method = Callable[..., Response]


def idempotent(method: Method) -> Method:
    """Decorator of a view method: its work and its stored answer are one transaction.

    The header is required (`idempotency_key_required`, `idempotency_key_invalid`). A refusal that
    is raised rolls everything back and is not stored, nor is a 5xx; any other answer is given
    again for 24 hours, marked `Idempotent-Replayed: true`, also when the first one was lost
    between COMMIT and the client.
    """

    @wraps(method)
    def once(view: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
        owner = viewer_id(request)
        if owner is None:
            raise NotAuthenticated
        with transaction.atomic():
            row, is_new = services.claim(
                owner_id=owner,
                route=_route(request),
                key=idempotency_key(request),
                request=[request.method, request.path, _said(request.data)],
            )
            if not is_new:
                return _again(row.status, row.answer)
            response = method(view, request, *args, **kwargs)
            if response.status_code >= 500:
                transaction.set_rollback(True)
            else:
                services.keep(row, status=response.status_code, answer=_kept(response))
        return response

    once.takes_idempotency_key = True  # type: ignore[attr-defined]
    return once


def idempotency_key(request: Request) -> str:
    """The header. Raises DomainError `idempotency_key_required` or `idempotency_key_invalid`."""
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        raise DomainError(
            ErrorCode.IDEMPOTENCY_KEY_REQUIRED, _("The header Idempotency-Key is required here.")
        )
    if not KEY.fullmatch(key):
        raise DomainError(
            ErrorCode.IDEMPOTENCY_KEY_INVALID,
            _("The Idempotency-Key must be 1 to 255 visible ASCII characters."),
        )
    return key


def _said(data: Any) -> Any:
    """Of bytes their hash stands for them."""
    return hashlib.sha256(data).hexdigest() if isinstance(data, bytes) else data


def _route(request: Request) -> str:
    match = request.resolver_match
    return (match.view_name or match.route) if match else request.path


def _kept(response: Response) -> dict[str, Any]:
    """The body as rendered text, so that the order of its members comes back too."""
    return {
        "body": JSONRenderer().render(response.data).decode(),
        "headers": {name: response[name] for name in KEPT_HEADERS if name in response},
    }


def _again(status: int | None, kept: Any) -> Response:
    data = json.loads(kept["body"]) if kept["body"] else None
    return Response(data, status, headers={**kept["headers"], "Idempotent-Replayed": "true"})
