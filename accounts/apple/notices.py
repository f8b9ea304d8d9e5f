"""What Apple tells of people who sign in with it.

developer.apple.com, "Processing changes for Sign in with Apple accounts": a JWT that the keys of
its identity tokens sign, whose claim `events` is JSON in a string.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings

from accounts.apple.identity import NotApples, signed_claims

LONGEST_SUBJECT = 191  # as allauth keeps one


@dataclass(frozen=True, slots=True)
class Notice:
    """`subject`: whom it is about, as Apple names them to us; `at`: when that happened."""

    id: UUID
    kind: str
    subject: str
    at: datetime
    signed_at: datetime


def client_ids() -> list[str]:
    """The operator's apps."""
    apps: Any = settings.SOCIALACCOUNT_PROVIDERS["apple"]
    return [one["client_id"] for one in apps["APPS"]]


def read_notice(token: str) -> Notice:
    """Raises NotApples; AppleAway where the keys cannot be had."""
    claims = signed_claims(token, audience=client_ids(), required=("jti", "events"))
    said = claims["events"]
    try:
        event = json.loads(said) if isinstance(said, str) else dict(said)
        subject = str(event["sub"])
        if not 0 < len(subject) <= LONGEST_SUBJECT:
            raise NotApples("subject")
        return Notice(
            id=uuid5(NAMESPACE_URL, f"appleid.apple.com:{claims['jti']}"),
            kind=str(event["type"])[:40],
            subject=subject,
            at=_time(event["event_time"]),
            signed_at=_time(claims["iat"]),
        )
    except (ValueError, LookupError, TypeError, OverflowError, OSError):
        raise NotApples("events") from None


def _time(value: object) -> datetime:
    """Of seconds, or of milliseconds, as Apple sends both."""
    seconds = float(str(value))
    return datetime.fromtimestamp(seconds / 1000 if seconds > 1e11 else seconds, UTC)
