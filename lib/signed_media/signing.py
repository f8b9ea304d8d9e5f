"""URLs that open one object for at most five minutes."""

import hashlib
import hmac
import re
import time
from base64 import urlsafe_b64encode
from urllib.parse import urlencode

from django.conf import settings

from lib.errors import DomainError, ErrorCode
from lib.signed_media.keys import KeyRefused, is_public

MAX_SECONDS = 300  # the house's promise: a URL lives five minutes
FILENAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}", re.ASCII)
EXPIRES = re.compile(r"[1-9][0-9]{9,11}", re.ASCII)


def signed_url(storage_key: str, *, seconds: int = MAX_SECONDS, filename: str | None = None) -> str:
    """`/media/<key>?expires=…&signature=…`, good for `seconds` (1 to 300).

    With `filename` the answer is offered as a download of that name. Raises KeyRefused for keys
    outside `out/`, ValueError for other times and names.
    """
    check_terms(storage_key, seconds=seconds, filename=filename)
    expires = str(int(time.time()) + seconds)
    query = {"expires": expires, "signature": _signature(storage_key, expires, filename)}
    if filename is not None:
        query["filename"] = filename
    return f"/media/{storage_key}?{urlencode(query)}"


def check_terms(storage_key: str, *, seconds: int, filename: str | None) -> None:
    """Whether such an address may be made. Raises KeyRefused, ValueError."""
    if not is_public(storage_key):
        raise KeyRefused("only what lies under out/ gets a URL")
    if not 1 <= seconds <= MAX_SECONDS:
        raise ValueError("a URL lives 1 to 300 seconds")
    if filename is not None and not FILENAME.fullmatch(filename):
        raise ValueError("not a plain file name")


def verify(storage_key: str, *, expires: str, signature: str, filename: str | None = None) -> int:
    """Seconds that the URL still lives. Raises DomainError `url_invalid` or `url_expired`."""
    expected = _signature(storage_key, expires, filename)
    if not hmac.compare_digest(expected.encode(), signature.encode()):
        raise invalid()
    if not is_public(storage_key) or not EXPIRES.fullmatch(expires):
        raise invalid()
    if filename is not None and not FILENAME.fullmatch(filename):
        raise invalid()
    left = int(expires) - int(time.time())
    if left > MAX_SECONDS:
        raise invalid()
    if left <= 0:
        raise DomainError(ErrorCode.URL_EXPIRED, "This address has expired. Ask for a new one.")
    return left


def invalid() -> DomainError:
    """The refusal of an address that we did not make."""
    return DomainError(ErrorCode.URL_INVALID, "This address is not valid.")


def _signature(key: str, expires: str, filename: str | None) -> str:
    text = "\n".join(("media-url-1", key, expires, filename or ""))
    digest = hmac.new(settings.MEDIA_SIGNING_KEY.encode(), text.encode(), hashlib.sha256).digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()
