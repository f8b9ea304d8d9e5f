"""Where anchors are kept: outside the database, written once."""

from django.conf import settings

from lib.anchoring.base import AnchorStore
from lib.anchoring.choosing import chosen

__all__ = ["PREFIX", "AnchorStore", "store"]

PREFIX = "consent-anchors/"


def store() -> AnchorStore:
    """By settings."""
    return chosen(
        prefix=PREFIX,
        folder=settings.CONSENT_ANCHOR_DIR,
        bucket=settings.CONSENT_ANCHOR_BUCKET,
        days=settings.CONSENT_ANCHOR_DAYS,
        command=settings.CONSENT_ANCHOR_COMMAND,
    )
