"""Cursors of lists: sealed, so that they show no key of ours, and bound to viewer and list."""

import json
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext as _

from lib.crypto.keyring import Keyring
from lib.crypto.sealed import CannotOpen, seal, unseal
from lib.errors import DomainError, ErrorCode

LIFETIME = 24 * 3600  # seconds; whoever scrolls on a day later starts from the top
LONGEST = 1024
KEY_ID = 1
READERS: dict[str, Callable[[Any], Any]] = {
    "d": datetime.fromisoformat,
    "u": UUID,
    "v": lambda value: value,
}

Position = tuple[Any, ...]


def write(position: Position, *, bound_to: str) -> str:
    """The cursor after a row whose sort values are `position` (dates, UUIDs, numbers, text)."""
    plain = json.dumps([int(time.time()), *(_tagged(value) for value in position)])
    sealed = seal(plain.encode(), place=bound_to, keyring=_keyring(bound_to))
    return urlsafe_b64encode(sealed).rstrip(b"=").decode()


def read(cursor: str, *, bound_to: str) -> Position:
    """The position. Raises DomainError `invalid_cursor` for foreign, old and broken cursors."""
    try:
        if len(cursor) > LONGEST:
            raise ValueError
        sealed = urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
        made_at, *values = json.loads(unseal(sealed, place=bound_to, keyring=_keyring(bound_to)))
        if time.time() - made_at > LIFETIME:
            raise ValueError
    except (ValueError, CannotOpen):
        raise DomainError(
            ErrorCode.INVALID_CURSOR, _("This cursor is not valid here."), attr="cursor"
        ) from None
    return tuple(READERS[tag](value) for tag, value in values)


def _tagged(value: Any) -> tuple[str, Any]:
    if isinstance(value, datetime):
        return "d", value.isoformat()
    if isinstance(value, UUID):
        return "u", str(value)
    return "v", value


def _keyring(bound_to: str) -> Keyring:
    """A key per viewer and list, so that no key ever seals many (NIST SP 800-38D, part 8.3)."""
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"cursor:{bound_to}".encode())
    return Keyring(current=KEY_ID, keys={KEY_ID: derive.derive(settings.SECRET_KEY.encode())})
