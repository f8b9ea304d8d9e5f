"""Addresses that take one upload for some minutes: the local twin of an object store's presigned
PUT (s3/addresses.py), which signs the same four things.
"""

import hashlib
import hmac
import time
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlencode

from django.conf import settings

from lib.errors import DomainError, ErrorCode
from lib.signed_media.keys import INCOMING_AREA, KeyRefused, area_of, checked
from lib.signed_media.signing import EXPIRES, invalid

MOST_SECONDS = 600  # long enough for half a minute of film over a bad line
LONGEST_QUERY = 512
METHOD = "PUT"
PARAMETERS = {"expires", "max_bytes", "type", "signature"}


@dataclass(frozen=True, slots=True)
class Target:
    """Send the whole file by one request of this method, with exactly these headers."""

    url: str
    headers: dict[str, str]
    max_bytes: int
    expires_at: datetime
    method: str = field(default=METHOD)


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a target takes."""

    key: str
    max_bytes: int
    content_type: str


def upload_target(key: str, *, seconds: int, max_bytes: int, content_type: str) -> Target:
    """Where one file may be sent, once. Raises KeyRefused for a key outside `incoming/`."""
    check_target(key, seconds=seconds, max_bytes=max_bytes)
    until = int(time.time()) + seconds
    query = {"expires": str(until), "max_bytes": str(max_bytes), "type": content_type}
    query["signature"] = _signature(key, **query)
    return Target(
        url=f"/{key}?{urlencode(query)}",
        headers={"Content-Type": content_type},
        max_bytes=max_bytes,
        expires_at=datetime.fromtimestamp(until, UTC),
    )


def check_target(key: str, *, seconds: int, max_bytes: int) -> None:
    """Whether such a target may be made. Raises KeyRefused, ValueError."""
    if area_of(checked(key)) != INCOMING_AREA:
        raise KeyRefused("uploads go to incoming/ alone")
    if not 1 <= seconds <= MOST_SECONDS or max_bytes < 1:
        raise ValueError("a target lives 1 to 600 seconds and takes at least a byte")


def verify_upload(key: str, query: bytes) -> Allowed:
    """What was signed for. Raises DomainError `url_invalid` or `url_expired`."""
    given = _parameters(query)
    signature = given.pop("signature")
    if not hmac.compare_digest(_signature(key, **given).encode(), signature.encode()):
        raise invalid()
    if not _is_incoming(key) or not EXPIRES.fullmatch(given["expires"]):
        raise invalid()
    if int(given["expires"]) <= int(time.time()):
        raise DomainError(ErrorCode.URL_EXPIRED, "This address has expired. Ask for a new one.")
    return Allowed(key, int(given["max_bytes"]), given["type"])


def _is_incoming(key: str) -> bool:
    try:
        return area_of(checked(key)) == INCOMING_AREA
    except KeyRefused:
        return False


def _parameters(query: bytes) -> dict[str, str]:
    """The four that we know, each once."""
    try:
        pairs = parse_qsl(query.decode("ascii"), strict_parsing=True, max_num_fields=4)
    except ValueError:
        raise invalid() from None
    given = dict(pairs)
    if len(query) > LONGEST_QUERY or len(given) != len(pairs) or set(given) != PARAMETERS:
        raise invalid()
    return given


def _signature(key: str, *, expires: str, max_bytes: str, type: str) -> str:
    """`upload-url-1` keeps it apart from what opens a stored file."""
    text = "\n".join(("upload-url-1", key, expires, max_bytes, type))
    digest = hmac.new(settings.MEDIA_SIGNING_KEY.encode(), text.encode(), hashlib.sha256).digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()
