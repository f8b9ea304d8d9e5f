"""How long to wait before asking again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

FIRST_S = 1.0
LONGEST_S = 15.0
GROWTH = 1.5
LONGEST_REST_S = 120.0  # of what a server asks for


def growing(number: int) -> float:
    """Before the look after `number` others."""
    return float(min(FIRST_S * GROWTH ** min(number, 20), LONGEST_S))


def asked_for(headers: Mapping[str, str]) -> float:
    """Of Retry-After, seconds or a date (RFC 9110, 10.2.3); 0 without one that can be read."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return float(min(int(value[:9]), LONGEST_REST_S))
    try:
        at = parsedate_to_datetime(value)
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        rest = (at - datetime.now(UTC)).total_seconds()
    except (ValueError, TypeError, OverflowError):
        return 0.0
    return min(max(rest, 0.0), LONGEST_REST_S)
