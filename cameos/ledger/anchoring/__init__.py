"""Where anchors are kept: outside the database, written once."""

from django.conf import settings

from cameos.ledger.anchoring.base import AnchorStore
from cameos.ledger.anchoring.command import CommandAnchorStore
from cameos.ledger.anchoring.files import FileAnchorStore

__all__ = ["AnchorStore", "store"]


def store() -> AnchorStore:
    """By settings: a bucket with object lock, an operator's command, or files."""
    if settings.CONSENT_ANCHOR_BUCKET:
        return _locked()
    if settings.CONSENT_ANCHOR_COMMAND:
        return CommandAnchorStore(settings.CONSENT_ANCHOR_COMMAND)
    return FileAnchorStore(settings.CONSENT_ANCHOR_DIR)


def _locked() -> AnchorStore:
    from cameos.ledger.anchoring.locked import LockedAnchorStore
    from lib.signed_media.s3 import clients
    from lib.signed_media.s3.options import current

    options = current()
    return LockedAnchorStore(
        client=clients.client_of(clients.storage(options)),
        bucket=settings.CONSENT_ANCHOR_BUCKET,
        days=settings.CONSENT_ANCHOR_DAYS,
        encryption=clients.encryption(options),
    )
