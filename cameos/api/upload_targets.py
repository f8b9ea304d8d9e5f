"""Where one file goes, as its sender is told."""

from datetime import datetime
from typing import Any, Protocol
from urllib.parse import urljoin

from django.conf import settings
from django.utils import timezone

from lib.signed_media import upload_target


class Awaited(Protocol):
    """A row that waits for its file."""

    upload_key: Any
    content_type: Any
    expires_at: Any


def target_json(row: Awaited, *, max_bytes: int) -> dict[str, Any] | None:
    """The body of UploadSerializer; None once the time to send it ran out."""
    ends: datetime = row.expires_at
    left = int((ends - timezone.now()).total_seconds())
    if left < 1:
        return None
    target = upload_target(
        row.upload_key, seconds=left, max_bytes=max_bytes, content_type=row.content_type
    )
    return {
        "method": target.method, "url": urljoin(settings.PUBLIC_ORIGIN, target.url),
        "headers": target.headers, "max_bytes": target.max_bytes,
        "expires_at": target.expires_at,
    }  # fmt: skip
