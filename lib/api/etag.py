"""Weak ETags for reads that are polled: what did not change is not sent again."""

import hashlib
from typing import Any

from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response


def conditional(request: Request, data: Any) -> Response:
    """200 with a weak ETag of `data`, or 304 where the request's If-None-Match knows it."""
    tag = f'W/"{hashlib.sha256(JSONRenderer().render(data)).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if _knows(request.headers.get("If-None-Match", ""), tag):
        return Response(status=304, headers=headers)
    return Response(data, headers=headers)


def _knows(header: str, tag: str) -> bool:
    """Weak comparison, RFC 9110 part 13.1.2."""
    known = {part.strip().removeprefix("W/") for part in header.split(",")}
    return "*" in known or tag.removeprefix("W/") in known
