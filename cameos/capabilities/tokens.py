"""The signed form of a capability. Pure but for the keys, which the caller hands over.

`cap1.<claims>.<signature>`, both base64url without padding: claims are JSON in one fixed order,
the signature is HMAC-SHA256 over everything before it. No field of it is secret, and none of it
is believed before the signature was.
"""

import binascii
import hashlib
import hmac
import json
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from lib.errors import DomainError, ErrorCode

PREFIX = "cap1"
LONGEST = 2_000  # characters; ours have about 500


class Fault(StrEnum):
    """What is wrong with a capability, for logs and rows; whoever holds it is told less."""

    MALFORMED = "malformed"
    TAMPERED = "tampered"
    UNKNOWN = "unknown"
    OTHER_JOB = "other_job"
    EXPIRED = "expired"
    ENDED = "ended"
    STALE_EPOCH = "stale_epoch"
    NOT_PERMITTED = "not_permitted"


# What somebody took back, and not what was never right.
WITHDRAWN = frozenset({Fault.ENDED, Fault.STALE_EPOCH, Fault.NOT_PERMITTED})


class CapabilityRefused(DomainError):
    """A worker gives the job up with this error's code and lives on."""

    def __init__(self, fault: Fault) -> None:
        ended = fault in WITHDRAWN
        super().__init__(
            ErrorCode.CONSENT_ENDED if ended else ErrorCode.CAPABILITY_INVALID,
            _("The consent to use this likeness has ended.") if ended else _("This is no consent."),
        )
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Claims:
    """What is signed. Ids are public ids; `terms`: SHA-256 in hexadecimal; `expires`: seconds;
    `processor`: the key of who draws it outside, or nothing."""

    id: str
    cameo: str
    requester: str
    job: str
    scopes: tuple[str, ...]
    terms: str
    epoch: int
    expires: int
    processor: str = ""

    def is_over(self, at: datetime) -> bool:
        """Whether the job's deadline has passed."""
        return at >= datetime.fromtimestamp(self.expires, UTC)


def signed(claims: Claims, *, keys: Sequence[str]) -> str:
    """The token, by the first of `keys`."""
    body = json.dumps(asdict(claims), separators=(",", ":"), sort_keys=True).encode()
    head = f"{PREFIX}.{_encoded(body)}"
    return f"{head}.{_encoded(_mac(keys[0], head))}"


def opened(token: object, *, keys: Sequence[str]) -> Claims:
    """The claims, if one of `keys` signed exactly these. Raises CapabilityRefused and nothing else,
    whatever `token` is."""
    head, signature = _halves(token)
    if not any(hmac.compare_digest(_mac(key, head), signature) for key in keys):
        raise CapabilityRefused(Fault.TAMPERED)
    return _claims(head.removeprefix(f"{PREFIX}."))


def _halves(token: object) -> tuple[str, bytes]:
    if not isinstance(token, str) or len(token) > LONGEST or not token.isascii():
        raise CapabilityRefused(Fault.MALFORMED)
    head, dot, signature = token.rpartition(".")
    if not dot or not head.startswith(f"{PREFIX}."):
        raise CapabilityRefused(Fault.MALFORMED)
    return head, _decoded(signature)


def _claims(body: str) -> Claims:
    # It is ours; but another version of this program may have signed other fields.
    try:
        found: dict[str, Any] = json.loads(_decoded(body))
        return Claims(**{**found, "scopes": tuple(found["scopes"])})
    except (ValueError, TypeError, KeyError):
        raise CapabilityRefused(Fault.MALFORMED) from None


def _mac(key: str, head: str) -> bytes:
    return hmac.new(key.encode(), head.encode(), hashlib.sha256).digest()


def _encoded(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    """Strict: of several spellings of the same bytes only ours is one."""
    try:
        data = b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise CapabilityRefused(Fault.MALFORMED) from None
    if _encoded(data) != text:
        raise CapabilityRefused(Fault.MALFORMED)
    return data
