"""Where anchors are kept: outside the database, written once."""

from django.conf import settings

from cameos.ledger.anchoring.base import AnchorStore
from cameos.ledger.anchoring.command import CommandAnchorStore
from cameos.ledger.anchoring.files import FileAnchorStore

__all__ = ["AnchorStore", "store"]


def store() -> AnchorStore:
    """By settings: an operator's command (an object store with object lock, say), or files."""
    if settings.CONSENT_ANCHOR_COMMAND:
        return CommandAnchorStore(settings.CONSENT_ANCHOR_COMMAND)
    return FileAnchorStore(settings.CONSENT_ANCHOR_DIR)
