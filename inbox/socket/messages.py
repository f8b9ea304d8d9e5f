"""What a client may say, read strictly."""

import json
from dataclasses import dataclass
from typing import Any

from lib.api.fields import LARGEST_INTEGER
from lib.errors import DomainError, ErrorCode

LONGEST = 4096  # bytes


@dataclass(frozen=True, slots=True)
class ResumeAfter:
    """`{"resume_after": 17}`: send all after 17; null: all that is kept."""

    number: int | None


@dataclass(frozen=True, slots=True)
class Pong:
    """`{"pong": true}`: the answer to a ping."""


def parse(text: str | None) -> ResumeAfter | Pong:
    """Raises DomainError: `unsupported_media_type` (binary), `too_large`, `malformed`,
    `wrong_type`, `unknown_field`, `duplicate_field`, `invalid`."""
    if text is None:
        raise DomainError(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Messages are text.")
    if len(text) > LONGEST or len(text.encode("utf-8", "surrogatepass")) > LONGEST:
        raise DomainError(ErrorCode.TOO_LARGE, "The message is too large.")
    content = _object(text)
    unknown = set(content) - {"resume_after", "pong"}
    if unknown:
        raise DomainError(ErrorCode.UNKNOWN_FIELD, "The message has an unknown member.")
    if len(content) != 1:
        raise DomainError(ErrorCode.MALFORMED, "A message has exactly one member.")
    return _pong(content["pong"]) if "pong" in content else _resume(content["resume_after"])


def _object(text: str) -> dict[str, Any]:
    try:
        content = json.loads(text, object_pairs_hook=_without_duplicates)
    except (ValueError, RecursionError):
        raise DomainError(ErrorCode.MALFORMED, "The message is not JSON.") from None
    if not isinstance(content, dict):
        raise DomainError(ErrorCode.WRONG_TYPE, "A message is a JSON object.")
    return content


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) != len(pairs):
        raise DomainError(ErrorCode.DUPLICATE_FIELD, "A member stands twice in the message.")
    return content


def _resume(value: Any) -> ResumeAfter:
    if value is not None and type(value) is not int:
        raise DomainError(ErrorCode.WRONG_TYPE, "An integer or null is expected.")
    if value is not None and not 0 <= value <= LARGEST_INTEGER:
        raise DomainError(ErrorCode.INVALID, "This cannot be the id of an event.")
    return ResumeAfter(value)


def _pong(value: Any) -> Pong:
    if value is not True:
        raise DomainError(ErrorCode.WRONG_TYPE, "`true` is expected.")
    return Pong()
