"""A part of some bytes over HTTP (RFC 9110, section 14): what players ask for to seek in a film."""

import re
from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse

ONE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII | re.IGNORECASE)


def partly(
    request: HttpRequest, content: bytes, *, mime: str, headers: Mapping[str, str]
) -> HttpResponse:
    """All of it, or with 206 the one range that the request names. A range beyond the end is
    answered by 416. What is no range of bytes, or several, counts as none was named: a server may
    leave them (section 14.2)."""
    told = {**headers, "Accept-Ranges": "bytes"}
    part = _named(request.headers.get("Range", ""), len(content))
    if part is None:
        return HttpResponse(content, content_type=mime, headers=told)
    if not part:
        told["Content-Range"] = f"bytes */{len(content)}"
        return HttpResponse(status=416, content_type=mime, headers=told)
    told["Content-Range"] = f"bytes {part[0]}-{part[-1]}/{len(content)}"
    return HttpResponse(
        content[part.start : part.stop], status=206, content_type=mime, headers=told
    )


def _named(said: str, size: int) -> range | None:
    """Of the bytes; empty where it lies beyond them, None where none is named."""
    found = ONE.fullmatch(said.strip())
    if found is None or not any(found.groups()):
        return None
    first, last = found.groups()
    if not first:  # so many at the end
        return range(max(0, size - int(last)), size)
    if last and int(last) < int(first):
        return None
    return range(int(first), min(size, int(last) + 1) if last else size)
